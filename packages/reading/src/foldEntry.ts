import { applyEntry, type Entry, type Machine } from '@overcommit/engine';
import { type Contexts, contextOf, refusedByLimit } from './decisionContext.ts';
import { type History, recordEntry } from './history.ts';
import type { LimitFact } from './refusals.ts';

/** Folds one entry and records it. @param isExplained also compute what would have changed its decisions */
export function foldEntry(history: History, machine: Machine, entry: Entry, isExplained: boolean): void {
  const contexts: Contexts = new Map();
  let ownLimit: LimitFact | null = null;
  applyEntry(machine, entry, (fact) => {
    ownLimit ??= isExplained ? refusedByLimit(machine, entry, fact) : null;
    const context = isExplained ? contextOf(machine, fact) : null;
    if (context) contexts.set(fact, context);
  });
  recordEntry(history, entry, { contexts, ownLimit });
}

export type FoldEntry = typeof foldEntry;
