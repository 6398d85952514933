/** A control character other than the end of a line and a tab: C0, DEL, C1. */
const CONTROL = /[^\P{Cc}\n\t]/gu;

/** Prints what comes from a file of somebody else's: nothing in it may steer the terminal. */
export function say(text: string): void {
  console.log(text.replace(CONTROL, '\ufffd'));
}
