import {
  applyEntry,
  boot,
  deserialise,
  type Entry,
  type Fact,
  frameMap,
  type MachineSpec,
  type Shortfall,
  shortfallOf,
} from '@overcommit/engine';
import { contextOf, type DecisionContext } from './decisionContext.ts';
import { type Use, usedByOwner } from './usage.ts';

/** What an entry is explained from: a state (null = the machine at boot) and all entries after it, up to that one. */
export type ExplainInput = { spec: MachineSpec; state: string | null; entries: Entry[] };
/** A decision of the entry with how the machine stood at it. `held`: RAM and swap, by owner. */
export type ExplainedDecision = { fact: Fact; context: DecisionContext; held: Use[] };
export type Explained = { decisions: ExplainedDecision[]; shortfall: Shortfall | null };
/** `read`: entries folded on the way there; `tried`: the last one carried out again. */
export type ExplainStep = { what: 'read' | 'tried'; done: number; of: number };

const ENTRIES_A_STEP = 50;

/** The last entry of the input, explained. Rests often. Throws where the entries do not follow. */
export function* explainSteps({ spec, state, entries }: ExplainInput): Generator<ExplainStep, Explained, void> {
  const machine = state === null ? boot(spec) : deserialise(state);
  const entry = entries.at(-1);
  if (!entry) throw new Error('There is no entry to explain.');
  const before = entries.slice(0, -1);
  for (const [i, one] of before.entries()) {
    applyEntry(machine, one);
    if (i % ENTRIES_A_STEP === 0) yield { what: 'read', done: i, of: before.length };
  }
  const search = shortfallOf(machine, entry);
  let shortfall = search.next();
  for (; !shortfall.done; shortfall = search.next()) yield { what: 'tried', ...shortfall.value };
  const decisions: ExplainedDecision[] = [];
  applyEntry(machine, entry, (fact) => {
    const context = contextOf(machine, fact);
    if (context) decisions.push({ fact, context, held: usedByOwner(frameMap(machine)) });
  });
  return { decisions, shortfall: shortfall.value };
}
