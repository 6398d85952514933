/** What is used of puppeteer-core. Its own types would bring the whole DevTools protocol into every check of types. */
declare module 'puppeteer-core' {
  type Page = {
    goto(url: string): Promise<unknown>;
    evaluate(expression: string): Promise<unknown>;
    bringToFront(): Promise<void>;
    locator(css: string): { click(): Promise<void> };
    focus(css: string): Promise<void>;
    keyboard: { press(key: string): Promise<void>; type(text: string): Promise<void> };
    screenshot(): Promise<Uint8Array>;
  };
  type Browser = {
    createBrowserContext(): Promise<{ newPage(): Promise<Page> }>;
    close(): Promise<void>;
  };
  type Options = {
    browser: 'firefox';
    executablePath: string;
    defaultViewport: { width: number; height: number };
  };
  export function launch(options: Options): Promise<Browser>;
}
