import { type ScoredRow, type Scores, scoresOf } from '../formula/scores.ts';
import { NO_LIMIT_KB, ramPagesOf } from '../formula/totalPages.ts';
import type { Report, TaskRow } from '../types.ts';

/** What the sentences of an explanation are made from. */
export type Context = {
  report: Report;
  scores: Scores | null;
  /** The killed process in the scored table. */
  victimRow: ScoredRow | null;
  /** The process of the table that holds the most. */
  filler: TaskRow | null;
  /** The best of those that are not the victim. */
  runnerUp: ScoredRow | null;
  ramKb: number | null;
  /** Null: no limit is printed, or it stands for none. */
  limitKb: number | null;
};

export function contextOf(report: Report): Context {
  const scores = scoresOf(report);
  const victimPid = report.victim?.pid;
  const ram = ramPagesOf(report);
  const limit = report.group.memory?.limitKb ?? null;
  return {
    report,
    scores,
    victimRow: scores?.rows.find(({ row }) => row.pid === victimPid) ?? null,
    filler: fillerOf(report),
    runnerUp: scores?.rows.find(({ row, rank }) => rank !== null && row.pid !== victimPid) ?? null,
    ramKb: ram === null ? null : ram * report.pageKb,
    limitKb: limit !== null && limit < NO_LIMIT_KB ? limit : null,
  };
}

function fillerOf({ tasks }: Report): TaskRow | null {
  return tasks.reduce<TaskRow | null>(
    (most, row) => (most === null || heldPages(row) > heldPages(most) ? row : most),
    null,
  );
}

/** Resident and swapped. */
export function heldPages(row: TaskRow): number {
  return row.rssPages + (row.swapPages ?? 0);
}
