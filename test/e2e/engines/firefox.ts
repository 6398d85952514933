import { launch } from 'puppeteer-core';
import type { Engine, Screen } from './screen.ts';
import { VIEWPORT } from './screen.ts';

/** Firefox, by WebDriver BiDi. @param executablePath of firefox or firefox-esr */
export const firefoxEngine = (executablePath: string): Engine => ({
  name: 'Firefox',
  async open() {
    const browser = await launch({ browser: 'firefox', executablePath, defaultViewport: VIEWPORT });
    return {
      async newScreen(): Promise<Screen> {
        const page = await (await browser.createBrowserContext()).newPage();
        return {
          goTo: async (url) => void (await page.goto(url)),
          read: <T>(expression: string) => page.evaluate(expression) as Promise<T>,
          click: (css) => page.locator(css).click(),
          fill: (css, text) => page.locator(css).fill(text),
          async enter(css) {
            await page.focus(css);
            await page.keyboard.press('Enter');
          },
          picture: () => page.screenshot(),
        };
      },
      close: () => browser.close(),
    };
  },
});
