import { applyEntry, boot, commitStatement, listProcesses, type Machine } from '@overcommit/engine';
import { KB_PER_PAGE, type LogSource } from './project.ts';

export type ProcessRow = {
  pid: number;
  name: string;
  owner: string;
  state: string;
  vszKb: number;
  rssKb: number;
  swapKb: number;
  chargedKb: number;
  /** −1 where this kernel has no such file. */
  oomScore: number;
  oomScoreAdj: number;
};
export type CommitRow = {
  promisedKb: number;
  limitKb: number;
  isEnforced: boolean;
  ramKb: number;
  swapKb: number;
  swapUsedKb: number;
  freeKb: number;
};

/** What the machine looked like after an entry. */
export type Moments = { processes(at: number): ProcessRow[]; commit(at: number): CommitRow };

/** Entries that all the folding for one rubric may cost together, as a multiple of the log's length. */
const FOLD_BUDGET = 64;

export class MomentError extends Error {}

function processRows(machine: Machine): ProcessRow[] {
  return listProcesses(machine).map((one) => ({
    pid: one.pid,
    name: one.name,
    owner: one.owner ?? '',
    state: one.state,
    vszKb: one.vszPages * KB_PER_PAGE,
    rssKb: one.rssPages * KB_PER_PAGE,
    swapKb: one.swapPages * KB_PER_PAGE,
    chargedKb: one.chargedPages * KB_PER_PAGE,
    oomScore: one.oomScore ?? -1,
    oomScoreAdj: one.oomScoreAdj,
  }));
}

function commitRow(machine: Machine): CommitRow {
  const view = commitStatement(machine);
  return {
    promisedKb: view.committedPages * KB_PER_PAGE,
    limitKb: view.limitPages * KB_PER_PAGE,
    isEnforced: view.isEnforced,
    ramKb: view.ramPages * KB_PER_PAGE,
    swapKb: view.swapTotalPages * KB_PER_PAGE,
    swapUsedKb: view.swapUsedPages * KB_PER_PAGE,
    freeKb: view.freePages * KB_PER_PAGE,
  };
}

/**
 * Folds the log on demand, forwards where it can. `at` is an entry's number; 0 = at boot.
 * @throws MomentError for a number outside the log, or when the moments asked for cost too much folding.
 */
export function momentsOf(log: LogSource): Moments {
  const seen = new Map<number, { processes: ProcessRow[]; commit: CommitRow }>();
  let machine = boot(log.spec);
  let at = 0;
  let left = Math.max(log.entries.length, 100) * FOLD_BUDGET;

  function moveTo(target: number): void {
    if (target < at) {
      machine = boot(log.spec);
      at = 0;
    }
    left -= target - at;
    if (left < 0) throw new MomentError('processes(at) and commit(at) were asked about too many different moments');
    for (const entry of log.entries.slice(at, target)) applyEntry(machine, entry);
    at = target;
  }

  function moment(target: number) {
    const known = seen.get(target);
    if (known) return known;
    if (!Number.isInteger(target) || target < 0 || target > log.entries.length)
      throw new MomentError(`there is no entry ${target}: this log ends at ${log.entries.length}`);
    moveTo(target);
    const found = { processes: processRows(machine), commit: commitRow(machine) };
    seen.set(target, found);
    return found;
  }

  return { processes: (target) => moment(target).processes, commit: (target) => moment(target).commit };
}
