import { boot, type Entry, type MachineSpec } from '@overcommit/engine';
import type { Decision } from './meaning/decision.ts';
import { emptyHistory } from './meaning/history.ts';
import { takeEntry } from './meaning/takeEntry.ts';

/** The refusals and kills of a whole log, explained, oldest first. Folds the log once. */
export function decisionsIn({ spec, entries }: { spec: MachineSpec; entries: readonly Entry[] }): Decision[] {
  const history = emptyHistory();
  const machine = boot(spec);
  for (const entry of entries) takeEntry(history, machine, entry, true);
  return history.decisions;
}
