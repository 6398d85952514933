import type { LaneReport } from '@overcommit/engine';
import { type FateRow, fateTable, fateText, killCount } from '@overcommit/reading';

/** A row a process, a column a lane; a name that was used more than once has the number of its process. */
export function fatesText(lanes: readonly LaneReport[]): string {
  const rows = fateTable(lanes);
  return table([
    ['process', 'owner', ...lanes.map(({ title }) => title)],
    ...rows.map((row) => [nameIn(row, rows), ownerText(row.owner), ...row.cells.map(fateText)]),
  ]);
}

/** One row per lane, one column per process, for more lanes than fit beside each other. */
export function lanesText(lanes: readonly LaneReport[]): string {
  const rows = fateTable(lanes);
  return table([
    ['kernel', 'first difference', 'killed', 'skipped', ...rows.map((row) => nameIn(row, rows))],
    ...lanes.map((lane, i) => [
      lane.title,
      lane.divergence ? `#${lane.divergence.at}` : '-',
      String(killCount(lane)),
      String(lane.skipped),
      ...rows.map(({ cells }) => (cells[i] ? fateText(cells[i]) : '')),
    ]),
  ]);
}

function table(cells: readonly string[][]): string {
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)));
  const line = (row: string[]): string => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
  return cells.map((row) => line(row).trimEnd()).join('\n');
}

function ownerText({ actor, uid }: FateRow['owner']): string {
  return actor ?? (uid === null ? '' : `uid ${uid}`);
}

function nameIn({ process, bornAt }: FateRow, rows: readonly FateRow[]): string {
  const isAlone = rows.filter((row) => row.process === process).length === 1;
  return isAlone ? process : `${process} (#${bornAt})`;
}
