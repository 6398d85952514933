/** What is wrong with a rule; `column` counts from 1, null where no place can be named. */
export type RuleError = { message: string; column: number | null };

/** Thrown and caught inside this folder only: callers get a `RuleError`. */
export class RuleFault extends Error {
  override name = 'RuleFault';
  /** Offset in the text, from 0. */
  readonly at: number | null;
  constructor(message: string, at: number | null = null) {
    super(message);
    this.at = at;
  }
}

export type Token = { kind: 'int' | 'double' | 'string' | 'name' | 'mark' | 'end'; text: string; at: number };

const PATTERNS: [Token['kind'] | 'space', RegExp][] = [
  ['space', /\s+/y],
  ['double', /\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+/y],
  ['int', /\d+/y],
  ['string', /"[^"\\\n]*"|'[^'\\\n]*'/y],
  ['name', /[A-Za-z_]\w*/y],
  ['mark', /&&|\|\||[=!<>]=|[-+*/%<>!?:().,[\]]/y],
];

/** [RULE-1] The words of a rule. @throws RuleFault at the first character that begins none */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at);
    if (token.kind !== 'space') tokens.push({ ...token, kind: token.kind, at });
    at += token.text.length;
  }
  return [...tokens, { kind: 'end', text: '', at: text.length }];
}

function tokenAt(text: string, at: number): { kind: Token['kind'] | 'space'; text: string } {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return { kind, text: found };
  }
  const sign = text[at] as string;
  if (sign === '"' || sign === "'") throw new RuleFault('this string does not end', at);
  if (sign === '=') throw new RuleFault('to compare, write ==', at);
  throw new RuleFault(`“${sign}” means nothing here`, at);
}
