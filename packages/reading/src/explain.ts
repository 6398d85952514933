import {
  type Aftermath,
  applyEntry,
  boot,
  type Change,
  deserialise,
  type Entry,
  type Fact,
  frameMap,
  type MachineSpec,
  type Shortfall,
  serialise,
  shortfallOf,
  tryChange,
} from '@overcommit/engine';
import { type Aftermaths, changeKey, remedyChange, shortfallChanges } from './changes.ts';
import { contextOf, type DecisionContext } from './decisionContext.ts';
import { type Use, usedByOwner } from './usage.ts';

/**
 * What an entry is explained from: a state (null = the machine at boot), all entries after it up to that one, and `later`:
 * those that follow it, as far as what is tried out is to be carried on.
 */
export type ExplainInput = { spec: MachineSpec; state: string | null; entries: Entry[]; later: Entry[] };
/** A decision of the entry with how the machine stood at it. `held`: RAM and swap, by owner. */
export type ExplainedDecision = { fact: Fact; context: DecisionContext; held: Use[] };
/** `aftermaths`: what came of each change that was tried, by `changeKey`. */
export type Explained = {
  decisions: ExplainedDecision[];
  shortfall: Shortfall | null;
  aftermaths: Aftermaths;
};
/** `read`: entries folded on the way there; `tried`: the last one carried out again; `carriedOn`: entries from there to the end, with a change. */
export type ExplainStep = { what: 'read' | 'tried' | 'carriedOn'; done: number; of: number };

const ENTRIES_A_STEP = 50;

/** The last entry of the input, explained. Rests often. Throws where the entries do not follow. */
export function* explainSteps({ spec, state, entries, later }: ExplainInput): Generator<ExplainStep, Explained, void> {
  const machine = state === null ? boot(spec) : deserialise(state);
  const entry = entries.at(-1);
  if (!entry) throw new Error('There is no entry to explain.');
  const before = entries.slice(0, -1);
  for (const [i, one] of before.entries()) {
    applyEntry(machine, one);
    if (i % ENTRIES_A_STEP === 0) yield { what: 'read', done: i, of: before.length };
  }
  const standing = serialise(machine);
  const search = shortfallOf(machine, entry);
  let shortfall = search.next();
  for (; !shortfall.done; shortfall = search.next()) yield { what: 'tried', ...shortfall.value };
  const decisions: ExplainedDecision[] = [];
  applyEntry(machine, entry, (fact) => {
    const context = contextOf(machine, fact);
    if (context) decisions.push({ fact, context, held: usedByOwner(frameMap(machine)) });
  });
  const changes = changesOf(decisions, shortfall.value);
  const aftermaths = yield* carriedOn(changes, { standing, rest: [entry, ...later] });
  return { decisions, shortfall: shortfall.value, aftermaths };
}

/** All that is offered with the decisions of an entry. */
function changesOf(decisions: readonly ExplainedDecision[], missing: Shortfall | null): Change[] {
  const offered = decisions.flatMap(({ context }): Change[] => [
    ...context.rescues.map(({ line }) => ({ line })),
    ...context.remedies.flatMap((one) => remedyChange(one) ?? []),
  ]);
  return [...shortfallChanges(missing).map(({ change }) => change), ...offered];
}

/** Each change carried on to the end of the log. What cannot be made is left out. */
function* carriedOn(
  changes: readonly Change[],
  { standing, rest }: { standing: string; rest: readonly Entry[] },
): Generator<ExplainStep, Aftermaths, void> {
  const found = new Map<string, Aftermath>();
  const unlike = [...new Map(changes.map((change) => [changeKey(change), change]))];
  let done = 0;
  for (const [key, change] of unlike) {
    const run = tryChange(standing, rest, change);
    let step = run.next();
    for (; !step.done; step = run.next()) yield { what: 'carriedOn', done: ++done, of: unlike.length * rest.length };
    if (step.value) found.set(key, step.value);
  }
  return Object.fromEntries(found);
}
