/** A word of a line and where it stands (1-based column). */
export type Token = { text: string; column: number };

/** The words of a line; `#` starts a comment that reaches to the line's end. */
export function tokenize(line: string): Token[] {
  const tokens: Token[] = [];
  for (const match of withoutComment(line).matchAll(/\S+/g)) tokens.push({ text: match[0], column: match.index + 1 });
  return tokens;
}

/** The line up to its comment. */
export function withoutComment(line: string): string {
  const hash = line.indexOf('#');
  return hash < 0 ? line : line.slice(0, hash);
}
