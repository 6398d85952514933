import { applyEntry, type Entry, type Fact, type ForkAsk, forkAskOf, type Machine } from '@overcommit/engine';
import { type Contexts, contextOf, refusedByLimit } from './decisionContext.ts';
import { type History, recordEntry } from './history.ts';
import type { LimitFact } from './refusals.ts';

/** Folds one entry and records it. @param isExplained also compute what would have changed its decisions */
export function foldEntry(history: History, machine: Machine, entry: Entry, isExplained: boolean): void {
  const contexts: Contexts = new Map();
  const asks = new Map<Fact, ForkAsk>();
  let ownLimit: LimitFact | null = null;
  applyEntry(machine, entry, (fact) => {
    ownLimit ??= isExplained ? refusedByLimit(machine, entry, fact) : null;
    const context = isExplained ? contextOf(machine, fact) : null;
    if (context) contexts.set(fact, context);
    const ask = fact.type === 'ChargeDecided' ? forkAskOf(machine, fact) : null;
    if (ask) asks.set(fact, ask);
  });
  recordEntry(history, entry, { contexts, asks, ownLimit });
}

export type FoldEntry = typeof foldEntry;
