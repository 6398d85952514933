import type { Entry } from '../entry.ts';
import { differenceOf } from './diverge.ts';
import type { LaneReport, LaneRow, MainLine, Owner, ProcessFate, ProcessOutcome } from './types.ts';

/** A process over all lanes: `cells[i]` is its fate in lane i. */
export type FateRow = { key: string; process: string; bornAt: number; owner: Owner; cells: ProcessFate[] };

/**
 * Rows processes, columns lanes, in order of birth. One row a birth, so that a name used twice has two rows; births that
 * every lane refuses or skips are shown only where nothing else is known of that name, once.
 */
export function fateTable(lanes: readonly LaneReport[]): FateRow[] {
  const rows = new Map<string, FateRow>();
  for (const [i, lane] of lanes.entries()) {
    for (const outcome of lane.outcomes) {
      const row = rows.get(outcome.key) ?? emptyRow(outcome, lanes.length);
      if (row.owner.uid === null) row.owner = outcome.owner;
      row.cells[i] = outcome.fate;
      rows.set(outcome.key, row);
    }
  }
  const all = [...rows.values()].sort((a, b) => a.bornAt - b.bornAt);
  const known = new Set(all.filter(wasBorn).map((row) => row.process));
  return all.filter((row) => {
    if (wasBorn(row)) return true;
    const isFirst = !known.has(row.process);
    known.add(row.process);
    return isFirst;
  });
}

function emptyRow({ key, process, bornAt, owner }: ProcessOutcome, lanes: number): FateRow {
  return { key, process, bornAt, owner, cells: Array.from({ length: lanes }, () => ({ kind: 'unborn' })) };
}

function wasBorn({ cells }: FateRow): boolean {
  return cells.some(({ kind }) => kind !== 'refused' && kind !== 'failed' && kind !== 'skipped' && kind !== 'unborn');
}

/** How many of a lane's processes the kernel killed for memory. */
export function killCount(lane: LaneReport): number {
  return lane.outcomes.filter(({ fate }) => fate.kind === 'killed' && fate.how === 'oom-kill').length;
}

/** One line of two lanes in lock-step. `main` null: the row has no counterpart (inserted, adjusted). `differs`: in words, or null. */
export type AlignedRow = { at: number; main: Entry | null; row: LaneRow; differs: string | null };

/** A lane's rows beside the main line's entries, in order; what comes before the branch is shared and left out. */
export function alignRows(main: MainLine, rows: readonly LaneRow[]): AlignedRow[] {
  return rows.map((row) => {
    const isExtra = row.mark === 'inserted' || row.mark === 'adjusted';
    const entry = isExtra ? null : (main.entries[row.at - 1] ?? null);
    return { at: row.at, main: entry, row, differs: entry && differenceOf(entry, row) };
  });
}
