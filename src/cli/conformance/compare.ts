import type { StepRecord } from '../run/stepRecord.ts';

/** Kinds of observation, in the order of the table. */
export const KINDS = [
  'result',
  'died',
  'limit',
  'commit',
  'free',
  'vmsize',
  'anon',
  'swap',
  'private',
  'score',
  'whole',
] as const;
export type Kind = (typeof KINDS)[number];
export type Tally = Record<Kind, { right: number; all: number }>;

export type Difference = { step: number; op: string; kind: Kind; process?: string; recorded: string; engine: string };
export type TraceVerdict = { tally: Tally; differences: Difference[] };

/** A trace is whole when every observation of these kinds is right. */
const WHOLE_KINDS: readonly Kind[] = ['result', 'died', 'commit', 'limit', 'vmsize', 'anon'];

export function emptyTally(): Tally {
  return Object.fromEntries(KINDS.map((kind) => [kind, { right: 0, all: 0 }])) as Tally;
}

/** Adds `more` to `sum`. */
export function addTally(sum: Tally, more: Tally): void {
  for (const kind of KINDS) {
    sum[kind].right += more[kind].right;
    sum[kind].all += more[kind].all;
  }
}

/** One observation of a step: the values of both sides, and whether that counts as right. */
type Observation = { kind: Kind; process?: string; recorded: unknown; engine: unknown; isRight: boolean };

/** Compares a run of the engine with a recording, step by step. After a step with different deaths everything counts as wrong. */
export function compareTrace(recorded: readonly StepRecord[], engine: readonly StepRecord[]): TraceVerdict {
  const verdict: TraceVerdict = { tally: emptyTally(), differences: [] };
  let haveParted = false;
  for (const [index, step] of recorded.entries()) {
    const own = engine[index];
    const seen = observeStep(step, own);
    for (const observation of seen)
      count(verdict, step, { ...observation, isRight: observation.isRight && !haveParted });
    haveParted ||= seen.some(({ kind, isRight }) => kind === 'died' && !isRight);
  }
  const isWhole = WHOLE_KINDS.every((kind) => verdict.tally[kind].right === verdict.tally[kind].all);
  verdict.tally.whole = { right: isWhole ? 1 : 0, all: 1 };
  return verdict;
}

function count({ tally, differences }: TraceVerdict, { step, op }: StepRecord, seen: Observation): void {
  const { kind, process, isRight } = seen;
  tally[kind].all += 1;
  if (isRight) tally[kind].right += 1;
  else differences.push({ step, op, kind, process, recorded: show(seen.recorded), engine: show(seen.engine) });
}

function show(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  return Array.isArray(value) ? `[${value.join(' ')}]` : String(value);
}

function observeStep(recorded: StepRecord, engine: StepRecord | undefined): Observation[] {
  return [
    ...observeMachine(recorded, engine),
    ...Object.keys(recorded.procs).flatMap((name) => observeProcess(name, recorded, engine)),
  ];
}

function observeMachine(recorded: StepRecord, engine: StepRecord | undefined): Observation[] {
  const seen: Observation[] = [];
  if (recorded.step > 0) {
    const isRight = recorded.result === engine?.result;
    seen.push({ kind: 'result', recorded: recorded.result, engine: engine?.result, isRight });
  }
  const isSameSet = engine !== undefined && sameSet(recorded.died, engine.died);
  seen.push({ kind: 'died', recorded: recorded.died, engine: engine?.died, isRight: isSameSet });
  const within = (kind: Kind, key: string, slack: number) => {
    const [theirs, ours] = [recorded.mem[key], engine?.mem[key]];
    seen.push({ kind, recorded: theirs, engine: ours, isRight: isWithin(theirs, ours, slack) });
  };
  within('limit', 'CommitLimit', 0);
  within('commit', 'Committed_AS', 8);
  within('free', 'MemFree', 0.015 * (recorded.mem.MemTotal ?? 0));
  return seen;
}

type Fields = Record<string, number | null>;

function observeProcess(name: string, recorded: StepRecord, engine: StepRecord | undefined): Observation[] {
  const theirs = recorded.procs[name] as Fields;
  const ours: Fields | undefined = engine?.procs[name];
  const seen: Observation[] = [];
  const within = (kind: Kind, read: (fields: Fields) => number | undefined, slack: number) => {
    const [theirValue, ourValue] = [read(theirs), ours && read(ours)];
    seen.push({
      kind,
      process: name,
      recorded: theirValue,
      engine: ourValue,
      isRight: isWithin(theirValue, ourValue, slack),
    });
  };
  const swapped = theirs.VmSwap ?? 0;
  within('vmsize', (fields) => fields.VmSize ?? undefined, 0);
  within('anon', (fields) => (fields.RssAnon ?? Number.NaN) + (fields.VmSwap ?? 0), 96);
  if (swapped > 0 || (ours?.VmSwap ?? 0) > 0)
    within('swap', (fields) => fields.VmSwap ?? undefined, 2048 + 0.1 * swapped);
  const isNothingSwapped = recorded.mem.SwapFree === recorded.mem.SwapTotal;
  if (isNothingSwapped && theirs.Private_Dirty !== undefined)
    within('private', (fields) => fields.Private_Dirty ?? undefined, 128);
  within('score', (fields) => fields.oom_score ?? undefined, 3);
  return seen;
}

function isWithin(recorded: number | undefined, engine: number | undefined, slack: number): boolean {
  return recorded !== undefined && engine !== undefined && Math.abs(recorded - engine) <= slack;
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((name) => right.has(name));
}
