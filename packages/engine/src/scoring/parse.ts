import { RuleFault, type Token, tokenise } from './tokens.ts';

export type Expr = { at: number } & (
  | { kind: 'number'; isWhole: boolean; value: number }
  | { kind: 'text'; value: string }
  | { kind: 'bool'; value: boolean }
  | { kind: 'name'; name: string }
  | { kind: 'list'; items: Expr[] }
  | { kind: 'unary'; sign: '-' | '!'; of: Expr }
  | { kind: 'binary'; sign: string; left: Expr; right: Expr }
  | { kind: 'choice'; test: Expr; then: Expr; otherwise: Expr }
  | { kind: 'call'; name: string; args: Expr[]; isMethod: boolean }
);

/** [RULE-6] Bounds of a rule. Nothing in it repeats, so that asking it takes at most as many steps as it has parts. */
export const RULE_LIMITS = { characters: 400, parts: 200, depth: 24 } as const;

/** Binary signs, those that bind least first. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!=', '<', '<=', '>', '>=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

/** [RULE-1] A rule as a tree. @throws RuleFault with the place */
export function parseRule(text: string): Expr {
  if (text.length > RULE_LIMITS.characters)
    throw new RuleFault(`a rule has at most ${RULE_LIMITS.characters} characters`);
  const reader = createReader(tokenise(text));
  if (reader.peek().kind === 'end') throw new RuleFault('write a rule: a number for each process', 0);
  const tree = reader.expression(0);
  const rest = reader.peek();
  if (rest.kind !== 'end') throw new RuleFault(`“${rest.text}” is not expected here`, rest.at);
  return tree;
}

/** Where reading stands in a rule's tokens. */
function createCursor(tokens: readonly Token[]) {
  let next = 0;
  let parts = 0;
  const peek = (): Token => tokens[next] as Token;
  const isAt = (text: string): boolean => peek().text === text && peek().kind !== 'string';

  function take(): Token {
    const token = peek();
    if (token.kind !== 'end') next += 1;
    return token;
  }
  function expect(text: string): void {
    const token = peek();
    if (!isAt(text)) {
      const found = token.kind === 'end' ? 'the end' : `“${token.text}”`;
      throw new RuleFault(`“${text}” is missing here, before ${found}`, token.at);
    }
    take();
  }
  /** Counts a part of the tree against the bound. */
  function made<T extends Expr>(node: T): T {
    parts += 1;
    if (parts > RULE_LIMITS.parts) throw new RuleFault(`a rule has at most ${RULE_LIMITS.parts} parts`, node.at);
    return node;
  }
  return { peek, isAt, take, expect, made };
}

type Reader = { peek: () => Token; expression: (depth: number) => Expr };

function createReader(tokens: readonly Token[]): Reader {
  const { peek, isAt, take, expect, made } = createCursor(tokens);

  function expression(depth: number): Expr {
    if (depth > RULE_LIMITS.depth) throw new RuleFault('this is nested too deeply', peek().at);
    const test = binary(0, depth);
    if (!isAt('?')) return test;
    const { at } = take();
    const then = binary(0, depth + 1);
    expect(':');
    return made({ kind: 'choice', at, test, then, otherwise: expression(depth + 1) });
  }

  function binary(level: number, depth: number): Expr {
    const signs = LEVELS[level];
    if (!signs) return unary(depth);
    let left = binary(level + 1, depth);
    while (peek().kind !== 'string' && signs.includes(peek().text)) {
      const { at, text: sign } = take();
      left = made({ kind: 'binary', at, sign, left, right: binary(level + 1, depth) });
    }
    return left;
  }

  function unary(depth: number): Expr {
    if (depth > RULE_LIMITS.depth) throw new RuleFault('this is nested too deeply', peek().at);
    if (!isAt('-') && !isAt('!')) return postfix(depth);
    const { at, text } = take();
    return made({ kind: 'unary', at, sign: text as '-' | '!', of: unary(depth + 1) });
  }

  function postfix(depth: number): Expr {
    let of = primary(depth);
    while (isAt('.')) {
      take();
      const { at, text: name, kind } = take();
      if (kind !== 'name') throw new RuleFault('a name is missing after the dot', at);
      expect('(');
      of = made({ kind: 'call', at, name, args: [of, ...list(')', depth)], isMethod: true });
    }
    return of;
  }

  function list(end: string, depth: number): Expr[] {
    const items: Expr[] = [];
    while (!isAt(end)) {
      items.push(expression(depth + 1));
      if (isAt(end)) break;
      expect(',');
    }
    expect(end);
    return items;
  }

  function primary(depth: number): Expr {
    const { kind, text, at } = take();
    if (kind === 'int') return made({ kind: 'number', at, isWhole: true, value: Number(text) });
    if (kind === 'double') return made({ kind: 'number', at, isWhole: false, value: Number(text) });
    if (kind === 'string') return made({ kind: 'text', at, value: text.slice(1, -1) });
    if (kind === 'name' && isAt('(')) {
      take();
      return made({ kind: 'call', at, name: text, args: list(')', depth), isMethod: false });
    }
    if (kind === 'name' && (text === 'true' || text === 'false'))
      return made({ kind: 'bool', at, value: text === 'true' });
    if (kind === 'name' && text !== 'in') return made({ kind: 'name', at, name: text });
    if (kind === 'mark' && text === '[') return made({ kind: 'list', at, items: list(']', depth) });
    if (kind !== 'mark' || text !== '(')
      throw new RuleFault(kind === 'end' ? 'the rule ends too early' : `“${text}” is not expected here`, at);
    const inner = expression(depth + 1);
    expect(')');
    return inner;
  }

  return { peek, expression };
}
