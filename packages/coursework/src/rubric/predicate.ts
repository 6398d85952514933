import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Credit } from './credit.ts';
import type { Moments } from './moments.ts';
import { PREDICATE_NAMES } from './names.ts';
import type { EntryRow, Projections } from './project.ts';

/** Why an expression could not be evaluated; `column` counts from 1, null where no place can be named. */
export type PredicateError = { message: string; column: number | null };
export type PredicateAnswer = { ok: true; value: unknown } | { ok: false; error: PredicateError };

/** A member of the team, in figures; sizes in pages. `suffered`: kills of their processes at another person's request. */
export type MemberRow = {
  actor: string;
  commands: number;
  pages: number;
  kills: number;
  refusals: number;
  suffered: number;
};
/** A text that was handed in. `actor`: its writer, of a group's answer the last one. */
export type AnswerRow = { prompt: string; scope: string; actor: string; text: string; words: number };
/** The member whom an item is about. */
export type Me = { actor: string; mine: EntryRow[]; caused: Credit['caused']; suffered: Credit['suffered'] };

/** What an expression sees. `me`, `mine`, `caused` and `suffered` are bound for items that are judged for each member. */
export type Scope = {
  projections: Projections;
  moments: Moments;
  members?: MemberRow[];
  answers?: AnswerRow[];
  /** Minutes after the due date; 0 = on time. */
  lateMinutes?: number;
  me?: Me | null;
  /** Further names of entries, by what they are called. */
  at?: Record<string, number>;
};

export const LIMITS = {
  characters: 1000,
  nodes: 400,
  depth: 24,
  /** Nodes that may be visited in total. Nested comprehensions multiply by the lengths of their lists. */
  visits: 5_000_000,
} as const;

/** Longest list inside a row, and the most processes a machine has: the sizes that cannot be read off a name. */
const UNKNOWN_LIST = 512;
const COMPREHENSIONS = new Set(['exists', 'exists_one', 'all', 'filter', 'map']);
const FUNCTIONS = new Set([
  ...COMPREHENSIONS,
  ...[
    'size',
    'has',
    'int',
    'double',
    'string',
    'dyn',
    'contains',
    'startsWith',
    'endsWith',
    'join',
    'processes',
    'commit',
    'after',
  ],
]);

class TooCostly extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const fail = (message: string, at: number | undefined): PredicateAnswer => ({
  ok: false,
  error: { message, column: at === undefined ? null : at + 1 },
});

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

function childrenOf(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = [];
  const walk = (value: unknown): void => {
    if (isNode(value)) found.push(value);
    else if (Array.isArray(value)) for (const one of value) walk(one);
  };
  walk(node.args);
  return found;
}

type Call = { name: string; receiver: ASTNode | null; args: ASTNode[] };

function callOf(node: ASTNode): Call | null {
  const args: readonly unknown[] = Array.isArray(node.args) ? node.args : [];
  if (node.op === 'call') return { name: String(args[0]), receiver: null, args: args[1] as ASTNode[] };
  if (node.op === 'rcall') return { name: String(args[0]), receiver: args[1] as ASTNode, args: args[2] as ASTNode[] };
  return null;
}

/** An upper bound of the length of the list that `node` yields. */
function lengthOf(node: ASTNode, sizes: ReadonlyMap<string, number>): number {
  if (node.op === 'id') return sizes.get(String(node.args)) ?? UNKNOWN_LIST;
  if (node.op === 'list') return childrenOf(node).length;
  const call = callOf(node);
  if (call?.name === 'after') return sizes.get('entries') ?? UNKNOWN_LIST;
  if (call?.receiver && (call.name === 'filter' || call.name === 'map')) return lengthOf(call.receiver, sizes);
  if (node.op === '+' || node.op === '?:') return childrenOf(node).reduce((sum, one) => sum + lengthOf(one, sizes), 0);
  return UNKNOWN_LIST;
}

/** Bounds the work before any is done: what this yields, `run` cannot exceed. @throws TooCostly */
function costOf(node: ASTNode, sizes: ReadonlyMap<string, number>): number {
  const call = callOf(node);
  if (call && !FUNCTIONS.has(call.name))
    throw new TooCostly(`“${call.name}” is not a function that rubrics may use`, node.range.start);
  // The expression gets a fresh copy of every row of the table.
  let cost = call?.name === 'processes' ? UNKNOWN_LIST : call?.name === 'after' ? lengthOf(node, sizes) : 1;
  if (call?.receiver && COMPREHENSIONS.has(call.name)) {
    const body = call.args.reduce((sum, one) => sum + costOf(one, sizes), 0);
    cost += costOf(call.receiver, sizes) + lengthOf(call.receiver, sizes) * body;
  } else {
    for (const child of childrenOf(node)) cost += costOf(child, sizes);
  }
  if (cost > LIMITS.visits)
    throw new TooCostly(
      'this would take too long on this log: nest fewer exists, all, filter or map',
      node.range.start,
    );
  return cost;
}

/** Lists that were converted before: all members of a team see the same ones. */
const converted = new WeakMap<object, unknown>();

function listToCel(list: readonly unknown[]): unknown {
  const known = converted.get(list) ?? toCel(list);
  converted.set(list, known);
  return known;
}

/** CEL counts in 64-bit integers, which are BigInts here. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, one]) => [key, toCel(one)]));
  return value;
}

const LISTS = ['entries', 'staff', 'kills', 'refusals', 'forks', 'predictions', 'answers', 'members', 'mine'] as const;

const AST_LIMITS = {
  maxAstNodes: LIMITS.nodes,
  maxDepth: LIMITS.depth,
  maxListElements: 100,
  maxMapEntries: 100,
  maxCallArguments: 8,
};

function environment(scope: Scope): Environment {
  const env = new Environment({ unlistedVariablesAreDyn: false, limits: AST_LIMITS });
  for (const name of LISTS) if (name !== 'mine' || scope.me) env.registerVariable(name, 'list<map>');
  for (const name of ['last', 'late']) env.registerVariable(name, 'int');
  if (scope.me) env.registerVariable('me', 'string');
  if (scope.me) for (const name of ['caused', 'suffered']) env.registerVariable(name, 'map');
  for (const name of Object.keys(scope.at ?? {})) env.registerVariable(name, 'int');
  const { moments } = scope;
  env.registerFunction('processes(int): list<map>', (at: bigint) => toCel(moments.processes(Number(at))));
  env.registerFunction('commit(int): map', (at: bigint) => toCel(moments.commit(Number(at))));
  const { entries } = scope.projections;
  env.registerFunction('after(int): list<map>', (at: bigint) => toCel(entries.filter((one) => one.seq > Number(at))));
  return env;
}

/** A scope made ready once and asked many times. */
export type Asker = (expression: string) => PredicateAnswer;

/**
 * Makes ready to ask questions of one log. Nothing is thrown: a bad expression answers with its error.
 * Bounds: characters, nodes, depth, functions by name (no `matches`: a regular expression can take for ever; no `bind`),
 * and visits, computed from the lengths of this log's lists before anything runs.
 */
export function prepareAsker(scope: Scope): Asker {
  const env = environment(scope);
  const { projections, members = [], answers = [], lateMinutes = 0, me = null } = scope;
  const lists = { ...projections, members, answers, mine: me?.mine ?? [] };
  const context: Record<string, unknown> = { last: BigInt(projections.last), late: BigInt(lateMinutes) };
  for (const [name, seq] of Object.entries(scope.at ?? {})) context[name] = BigInt(seq);
  for (const name of LISTS) context[name] = listToCel(lists[name]);
  if (me) Object.assign(context, { me: me.actor, caused: toCel(me.caused), suffered: toCel(me.suffered) });
  else delete context.mine;
  const sizes = new Map(LISTS.map((name) => [name as string, lists[name].length]));
  return (expression) => ask(expression, { env, context, sizes });
}

type Prepared = { env: Environment; context: Record<string, unknown>; sizes: ReadonlyMap<string, number> };

function ask(expression: string, { env, context, sizes }: Prepared): PredicateAnswer {
  if (expression.length > LIMITS.characters) return tooLong();
  try {
    const parsed = env.parse(expression);
    costOf(parsed.ast, sizes);
    const checked = parsed.check();
    if (!checked.valid) return failFrom(checked.error);
    return { ok: true, value: parsed(context) };
  } catch (error) {
    return failFrom(error);
  }
}

/** What a log of a short lab holds: with it an author learns before any log does that an expression takes too long. */
const USUAL_LENGTHS: Record<(typeof LISTS)[number], number> = {
  entries: 200,
  staff: 50,
  mine: 100,
  kills: 20,
  refusals: 50,
  forks: 100,
  predictions: 50,
  answers: 20,
  members: 8,
};

/** `earned` yields a bool or a share; `evidence` numbers of entries or rows with a `seq`; `done` a bool. */
export type PredicateUse = 'earned' | 'evidence' | 'done';
const YIELDS: Record<PredicateUse, { fits: (type: string) => boolean; words: string }> = {
  earned: {
    fits: (type) => ['bool', 'int', 'double', 'dyn'].includes(type),
    words: 'it must yield true, false or a number from 0 to 1',
  },
  evidence: {
    fits: (type) => ['int', 'dyn', 'list<int>', 'list<dyn>', 'list', ...ROWS_WITH_SEQ].includes(type),
    words: 'it must yield numbers of entries, or rows that have a `seq`',
  },
  done: { fits: (type) => type === 'bool' || type === 'dyn', words: 'it must yield true or false' },
};
const ROWS_WITH_SEQ = PREDICATE_NAMES.filter(({ fields }) => 'seq' in fields).flatMap(({ type }) => [
  type,
  `list<${type}>`,
]);

function typedEnvironment(scope: 'group' | 'member'): Environment {
  const env = new Environment({ unlistedVariablesAreDyn: false, limits: AST_LIMITS });
  const known = new Set<string>();
  for (const { name, kind, type, fields, isFunction, isOfMember } of PREDICATE_NAMES) {
    if ((kind === 'rows' || kind === 'row') && !known.has(type))
      env.registerType({ name: type, schema: { ...fields } });
    known.add(type);
    const shown = kind === 'rows' ? `list<${type}>` : type;
    if (isFunction) env.registerFunction(`${name}(int): ${shown}`, () => null);
    else if (scope === 'member' || !isOfMember) env.registerVariable(name, shown);
  }
  return env;
}

const typed: Partial<Record<'group' | 'member', Environment>> = {};

/**
 * What is wrong with an expression, before any log is there: its form, names and fields that do not exist, types, and
 * whether it is small enough. Null = nothing. Pure: the editor and the server ask the same.
 */
export function checkPredicate(
  expression: string,
  { scope, use }: { scope: 'group' | 'member'; use: PredicateUse },
): PredicateError | null {
  const error = (answer: PredicateAnswer): PredicateError | null => (answer.ok ? null : answer.error);
  if (expression.trim() === '') return { message: 'write an expression', column: null };
  if (expression.length > LIMITS.characters) return error(tooLong());
  typed[scope] ??= typedEnvironment(scope);
  try {
    const parsed = typed[scope].parse(expression);
    costOf(parsed.ast, new Map(Object.entries(USUAL_LENGTHS)));
    const checked = parsed.check();
    if (!checked.valid) return error(failFrom(checked.error));
    const { fits, words } = YIELDS[use];
    return fits(String(checked.type)) ? null : { message: `${words}; this yields ${checked.type}`, column: null };
  } catch (thrown) {
    return error(failFrom(thrown));
  }
}

/** Whether an expression asks for moments of the machine, for which its log has to be folded. May say yes too often. */
export function asksForMoments(expression: string): boolean {
  return /\b(processes|commit)\s*\(/.test(expression);
}

const tooLong = (): PredicateAnswer => fail(`an expression has at most ${LIMITS.characters} characters`, undefined);

/** The library's errors carry a summary and a column; any other error of an expression is shown as it is. */
function failFrom(error: unknown): PredicateAnswer {
  if (error instanceof TooCostly) return fail(error.message, error.at);
  if (!(error instanceof Error)) return fail('it could not be evaluated', undefined);
  const { summary, range } = error as Error & { summary?: string; range?: { start: number } };
  return fail(summary ?? error.message.split('\n')[0] ?? error.name, range?.start);
}
