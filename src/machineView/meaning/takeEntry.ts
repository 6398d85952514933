import { applyEntry, type Entry, type Machine } from '@overcommit/engine';
import { type Contexts, contextOf, refusedByLimit } from './decisionContext.ts';
import { type History, observe } from './history.ts';

/** Folds one entry and takes note of it. @param isExplained also work out what would have turned its decisions */
export function takeEntry(history: History, machine: Machine, entry: Entry, isExplained: boolean): void {
  const contexts: Contexts = new Map();
  let limited: ReturnType<typeof refusedByLimit> = null;
  applyEntry(machine, entry, (fact) => {
    limited ??= isExplained ? refusedByLimit(machine, entry, fact) : null;
    const context = isExplained ? contextOf(machine, fact) : null;
    if (context) contexts.set(fact, context);
  });
  observe(history, limited ? { ...entry, facts: [limited, ...entry.facts] } : entry, contexts);
}

export type TakeEntry = typeof takeEntry;
