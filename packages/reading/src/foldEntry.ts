import {
  applyEntry,
  type BadAccess,
  badAccessOf,
  type Entry,
  type Fact,
  type ForkAsk,
  forkAskOf,
  type Machine,
} from '@overcommit/engine';
import type { Listener } from './decision.ts';
import { type Contexts, contextOf, refusedByLimit } from './decisionContext.ts';
import { type History, recordEntry } from './history.ts';
import { createLossMeter } from './losses.ts';
import type { LimitFact } from './refusals.ts';

/** Folds one entry and records it. @param isExplained also compute what would have changed its decisions */
export function foldEntry(history: History, machine: Machine, entry: Entry, isExplained: boolean): void {
  const contexts: Contexts = new Map();
  const asks = new Map<Fact, ForkAsk>();
  const listeners = new Map<Fact, Listener[]>();
  let ownLimit: LimitFact | null = null;
  let badAccess: BadAccess | null = null;
  const meter = isExplained ? createLossMeter(machine) : null;
  applyEntry(machine, entry, (fact) => {
    meter?.before(fact);
    ownLimit ??= isExplained ? refusedByLimit(machine, entry, fact) : null;
    const context = isExplained ? contextOf(machine, fact) : null;
    if (context) contexts.set(fact, context);
    const ask = fact.type === 'ChargeDecided' ? forkAskOf(machine, fact) : null;
    if (ask) asks.set(fact, ask);
    if (fact.type === 'Answered') badAccess = badAccessOf(machine, entry.command, fact);
    if (fact.type === 'DangerSignalled') listeners.set(fact, listenersIn(machine, fact.pids));
  });
  meter?.close();
  recordEntry(history, entry, { contexts, asks, listeners, ownLimit, badAccess, losses: meter?.losses ?? new Map() });
}

export type FoldEntry = typeof foldEntry;

/** Who among these handles SIGDANGER, as the machine stands before the handlers run. */
function listenersIn(m: Machine, pids: readonly number[]): Listener[] {
  return m.processes.flatMap(({ pid, name, traits: { sigdanger } }): Listener[] =>
    pids.includes(pid) && (sigdanger === 'exit' || sigdanger === 'release') ? [{ process: name, does: sigdanger }] : [],
  );
}
