import { compileTree, type Scope } from './compile.ts';
import { type Expr, parseRule } from './parse.ts';
import { TERM_KINDS } from './terms.ts';
import { type RuleError, RuleFault } from './tokens.ts';

/** Where a machine's settings carry a rule of its own: the text is part of the spec, and so of every log and rerun. */
export const RULE_SETTING = 'killer/rule';

/** A scoring rule that has been read. `names`: the terms it asks for, in the order of their first place. */
export type Rule = {
  text: string;
  names: string[];
  score: (scope: Scope) => { ok: true; points: number } | { ok: false; message: string };
};

export type CompiledRule = { ok: true; rule: Rule } | { ok: false; error: RuleError };

/** [RULE-1] [RULE-6] Reads a rule: CEL without lists of processes. Nothing is thrown. */
export function compileRule(text: string): CompiledRule {
  try {
    const tree = parseRule(text);
    const { kind, run } = compileTree(tree, TERM_KINDS);
    if (kind === 'string' || kind === 'list')
      throw new RuleFault('the rule must come to a number, or to true or false', 0);
    const names = [...new Set(namesIn(tree))];
    return { ok: true, rule: { text, names, score: (scope) => asked(() => Number(run(scope))) } };
  } catch (error) {
    if (error instanceof RuleFault)
      return { ok: false, error: { message: error.message, column: error.at === null ? null : error.at + 1 } };
    throw error;
  }
}

/** [RULE-5] A fraction is cut off: points are whole. */
function asked(run: () => number): ReturnType<Rule['score']> {
  try {
    const points = Math.trunc(run()) + 0;
    return Number.isSafeInteger(points) ? { ok: true, points } : { ok: false, message: 'a number gets too large' };
  } catch (error) {
    if (error instanceof RuleFault) return { ok: false, message: error.message };
    throw error;
  }
}

function namesIn(node: Expr): string[] {
  switch (node.kind) {
    case 'name':
      return [node.name];
    case 'unary':
      return namesIn(node.of);
    case 'binary':
      return [...namesIn(node.left), ...namesIn(node.right)];
    case 'choice':
      return [...namesIn(node.test), ...namesIn(node.then), ...namesIn(node.otherwise)];
    case 'list':
      return node.items.flatMap(namesIn);
    case 'call':
      return node.args.flatMap(namesIn);
    default:
      return [];
  }
}
