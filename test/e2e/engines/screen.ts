/** One person's window in some browser engine: only what the class of two needs, so that each is driven in its own way. */
export type Screen = {
  /** Resolves once the page has loaded. */
  goTo(url: string): Promise<void>;
  /** The value of an expression in the page, as plain data. A promise is waited for. */
  read<T>(expression: string): Promise<T>;
  /** Clicks the first element of a CSS selector. */
  click(css: string): Promise<void>;
  /** Types into an empty field. */
  fill(css: string, text: string): Promise<void>;
  /** The Enter key in a field. */
  enter(css: string): Promise<void>;
  /** Brings the window before the others: one that nobody sees draws nothing. */
  toFront(): Promise<void>;
  /** PNG of what is seen. */
  picture(): Promise<Uint8Array>;
};

export type OpenEngine = {
  /** A person with cookies of their own. */
  newScreen(): Promise<Screen>;
  close(): Promise<void>;
};

export type Engine = { name: string; open(): Promise<OpenEngine> };

export const VIEWPORT = { width: 1280, height: 800 };
