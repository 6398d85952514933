/** A control character other than the end of a line and a tab: C0, DEL, C1. */
const CONTROL = /[^\P{Cc}\n\t]/gu;

/** Prints text from a file that is not trusted: control characters must not reach the terminal. */
export function say(text: string): void {
  console.log(text.replace(CONTROL, '\ufffd'));
}
