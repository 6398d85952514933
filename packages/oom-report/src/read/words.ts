/** A message without blanks: lines that were broken anywhere read the same. */
export function compact(message: string): string {
  return message.replace(/\s+/g, '');
}

/** The number that the first group of `pattern` finds; null = not there. */
export function numberIn(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? null : Number(found);
}
