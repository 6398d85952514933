/** What would have changed the choice. Each is tried with the engine's own formula on the printed table. */
import { commitLimit } from '@overcommit/engine/formulas';
import { type ScoredRow, scoresOf } from '../formula/scores.ts';
import type { Report } from '../types.ts';
import { type Context, heldPages } from './context.ts';
import { figures, named, size } from './words.ts';

export type Change = {
  what: string;
  outcome: string /** The engine computed it; otherwise it is a rule of the kernel in words. */;
  isTested: boolean;
};

const LOWEST_ADJ = -999;
const HIGHEST_ADJ = 1000;

export function changesOf(context: Context): Change[] {
  const { report } = context;
  if (report.killer !== 'kernel') return [];
  return [
    ofVictim(context),
    ofFiller(context),
    ofLimit(context),
    ofSwap(context),
    ofStrict(context),
    ofFork(context),
  ].filter((change): change is Change => change !== null);
}

/** Who would be chosen with another adjustment of one process. */
export function chosenWithAdj(report: Report, pid: number, adj: number): ScoredRow | null {
  const tasks = report.tasks.map((row) => (row.pid === pid ? { ...row, oomScoreAdj: adj } : row));
  return scoresOf({ ...report, tasks })?.chosen ?? null;
}

/** The adjustment nearest to 0 with which `isSo` holds; null = none. The effect of an adjustment only grows. */
function leastAdj(from: number, to: number, isSo: (adj: number) => boolean): number | null {
  if (!isSo(to)) return null;
  let [no, yes] = [from, to];
  while (Math.abs(yes - no) > 1) {
    const middle = Math.trunc((no + yes) / 2);
    if (isSo(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

function ofVictim({ report, victimRow, scores }: Context): Change | null {
  if (!victimRow || scores?.divisor.pages == null || scores.chosen?.row.pid !== victimRow.row.pid) return null;
  const { pid, oomScoreAdj } = victimRow.row;
  const spares = (adj: number): boolean => chosenWithAdj(report, pid, adj)?.row.pid !== pid;
  const adj = leastAdj(oomScoreAdj ?? 0, LOWEST_ADJ, spares);
  const what = `oom_score_adj of ${named(victimRow.row)}`;
  if (adj === null) {
    const next = chosenWithAdj(report, pid, -1000);
    return {
      what: `${what} at −1000`,
      outcome: next
        ? `${named(next.row)} would have died: no other value spares it.`
        : 'No process is left that may be killed: the kernel would panic, or the group would wait.',
      isTested: true,
    };
  }
  const next = chosenWithAdj(report, pid, adj);
  return {
    what: `${what} at ${figures(adj)} or lower`,
    outcome: next ? `${named(next.row)} would have died in its place.` : 'No process is left that may be killed.',
    isTested: true,
  };
}

/** The largest process, where it is not the one that died. */
function ofFiller({ report, victimRow, filler, scores }: Context): Change | null {
  if (!victimRow || !filler || !scores || filler.pid === victimRow.row.pid || scores.divisor.pages === null)
    return null;
  const adj = leastAdj(
    filler.oomScoreAdj ?? 0,
    HIGHEST_ADJ,
    (value) => chosenWithAdj(report, filler.pid, value)?.row.pid === filler.pid,
  );
  if (adj === null) return null;
  return {
    what: `oom_score_adj of ${named(filler)}, the largest process, at ${figures(adj)} or higher`,
    outcome: 'It would have died itself.',
    isTested: true,
  };
}

function ofLimit({ report, limitKb }: Context): Change | null {
  if (!report.isGroup || limitKb === null) return null;
  const swapped = report.group.swap?.usageKb ?? 0;
  return {
    what: `A limit of the group above ${size(limitKb)}`,
    outcome: `The request would have been met, until usage reaches the new limit. ${swapped > 0 ? `${size(swapped)} of the group are in swap besides.` : 'If usage grows without end, a higher limit only delays the kill.'}`,
    isTested: false,
  };
}

function ofSwap({ report, ramKb }: Context): Change | null {
  if (report.isGroup || ramKb === null || report.swapTotalKb === null) return null;
  const isFull = (report.swapFreeKb ?? 0) < report.swapTotalKb * 0.02;
  if (!isFull) return null;
  return {
    what: report.swapTotalKb === 0 ? 'Swap' : 'More swap, or more RAM',
    outcome: 'Each GiB takes one more GiB of anonymous memory before the killer runs. A leak fills that too.',
    isTested: false,
  };
}

/** vm.overcommit_memory = 2 with its default ratio, against the anonymous memory that is certainly in use. */
function ofStrict({ report, scores, ramKb }: Context): Change | null {
  const { memInfo, pageKb, swapTotalKb, swapFreeKb } = report;
  const anonymous = (memInfo.active_anon ?? 0) + (memInfo.inactive_anon ?? 0);
  if (report.isGroup || ramKb === null || anonymous === 0) return null;
  const totalSwapPages = Math.floor((swapTotalKb ?? 0) / pageKb);
  const machine = {
    totalRamPages: ramKb / pageKb,
    hugetlbPages: Math.floor(report.hugepagesKb / pageKb),
    totalSwapPages,
    overcommitRatio: 50,
    overcommitKbytes: 0,
  };
  const rule = scores?.rules.era.enoughMemory ?? { subtractsHugetlb: true, hasKbytes: true };
  const limitKb = commitLimit(machine, rule) * pageKb;
  const heldKb = anonymous * pageKb + (swapTotalKb ?? 0) - (swapFreeKb ?? 0);
  const outcome =
    heldKb > limitKb
      ? `${size(heldKb)} of anonymous memory were in use, more than the limit of ${size(limitKb)}: some request would have been refused with ENOMEM before any kill.`
      : `The limit would be ${size(limitKb)}. ${size(heldKb)} were in use; what processes had reserved besides is not in the report.`;
  return { what: 'Strict accounting (vm.overcommit_memory = 2, ratio 50)', outcome, isTested: true };
}

const FEWEST_COPIES = 3;

/** Processes of the victim's name whose sizes are alike: they look like forked copies. */
function ofFork({ report, victimRow }: Context): Change | null {
  const row = victimRow?.row;
  if (!row) return null;
  const alike = report.tasks.filter(
    (one) =>
      one.name === row.name &&
      one.pid !== row.pid &&
      Math.abs(one.totalVmPages - row.totalVmPages) <= row.totalVmPages * 0.1 &&
      heldPages(one) > 1000,
  );
  if (alike.length < FEWEST_COPIES - 1) return null;
  return {
    what: `Not to fork ${row.name} when it is large`,
    outcome: `${alike.length + 1} processes of that name have nearly the same size, as forked copies do. Each page that one of them writes is copied; posix_spawn or starting them before the data is loaded avoids that.`,
    isTested: false,
  };
}
