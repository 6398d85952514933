import { boot, type Entry, type MachineSpec } from '@overcommit/engine';
import type { Decision } from '@overcommit/reading';
import { emptyHistory, foldEntry } from '@overcommit/reading';

/** The refusals and kills of a whole log, explained, oldest first. Folds the log once. */
export function decisionsIn({ spec, entries }: { spec: MachineSpec; entries: readonly Entry[] }): Decision[] {
  const machine = boot(spec);
  const history = emptyHistory(machine);
  for (const entry of entries) foldEntry(history, machine, entry, true);
  return history.decisions;
}
