import { applyEntry, type Entry, type Machine } from '@overcommit/engine';
import { type Contexts, contextOf } from './decisionContext.ts';
import { type History, observe } from './history.ts';

/** Folds one entry and takes note of it. @param isExplained also work out what would have turned its decisions */
export function takeEntry(history: History, machine: Machine, entry: Entry, isExplained: boolean): void {
  const contexts: Contexts = new Map();
  applyEntry(machine, entry, (fact) => {
    const context = isExplained ? contextOf(machine, fact) : null;
    if (context) contexts.set(fact, context);
  });
  observe(history, entry, contexts);
}
