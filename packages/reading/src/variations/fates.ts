import type { LaneReport, Owner, ProcessFate, ProcessOutcome } from '@overcommit/engine';

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

/** A fate for a table's cell: `killed #12`, `refused #9 ENOMEM`, `lived`. */
export function fateText(fate: ProcessFate): string {
  switch (fate.kind) {
    case 'lived':
      return 'lived';
    case 'unborn':
      return 'never asked for';
    case 'exited':
      return `exited ${fate.status} #${fate.at}`;
    case 'killed':
      return fate.how === 'oom-kill' ? `killed #${fate.at}` : `signal ${fate.signal} #${fate.at}`;
    case 'refused':
    case 'failed':
      return `${fate.kind} #${fate.at} ${fate.errno}`;
    case 'skipped':
      return `never born #${fate.at}`;
    case 'hung':
      return `hung #${fate.at} (${fate.how})`;
  }
}
