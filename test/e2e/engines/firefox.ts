import { launch } from 'puppeteer-core';
import type { Engine, Screen } from './screen.ts';
import { VIEWPORT } from './screen.ts';

/**
 * Firefox, by WebDriver BiDi. All pages are tabs of one window, and a tab in the background draws nothing: who acts comes to
 * the front first.
 * @param executablePath of firefox or firefox-esr
 */
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
          async click(css) {
            await page.bringToFront();
            await page.locator(css).click();
          },
          async fill(css, text) {
            await page.bringToFront();
            await page.focus(css);
            await page.keyboard.type(text);
          },
          async enter(css) {
            await page.bringToFront();
            await page.focus(css);
            await page.keyboard.press('Enter');
          },
          toFront: () => page.bringToFront(),
          picture: () => page.screenshot(),
        };
      },
      close: () => browser.close(),
    };
  },
});
