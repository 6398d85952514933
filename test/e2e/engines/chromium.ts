import { newVisitor, openBrowser } from '../browser.ts';
import type { Engine, Screen } from './screen.ts';

/** Chromium, by the DevTools protocol. */
export const chromiumEngine: Engine = {
  name: 'Chromium',
  async open() {
    const browser = await openBrowser();
    return {
      async newScreen(): Promise<Screen> {
        const { page } = await newVisitor(browser);
        return {
          goTo: async (url) => void (await page.goto(url)),
          read: (expression) => page.evaluate(expression),
          click: (css) => page.locator(css).first().click(),
          fill: (css, text) => page.locator(css).first().fill(text),
          enter: (css) => page.locator(css).first().press('Enter'),
          picture: () => page.screenshot(),
        };
      },
      close: () => browser.close(),
    };
  },
};
