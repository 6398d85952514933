import type { Candidate } from '../../facts.ts';
import type { Machine, Process } from '../../state.ts';
import { HZ, hasCapability, heldBy, jiffiesNow, living, startJiffies, UPTIME_AT_BOOT_SECONDS } from '../measure.ts';
import type { KillScope } from '../policy.ts';
import type { LinuxEra } from './eraRules.ts';
import { score24 } from './formulas/badness24.ts';
import { OOM_DISABLE, score26 } from './formulas/badness26.ts';
import { procOomScore, scorePages } from './formulas/badnessPages.ts';
import { OOM_SCORE_ADJ_MIN, scorePerMille } from './formulas/badnessPerMille.ts';
import type { OomTask, ScoredTask } from './formulas/oomTask.ts';
import type { Score } from './formulas/score.ts';

/** [KL-4] Points of one process by the release's formula, step by step. `totalPages`: RAM and swap, or the group's limit. */
function scoreOf(m: Machine, process: Process, { era, totalPages }: { era: LinuxEra; totalPages: number }): Score {
  const held = heldBy(m, process);
  const hasRawIo = hasCapability(process, 'CAP_SYS_RAWIO');
  const hasSysAdmin = hasCapability(process, 'CAP_SYS_ADMIN');
  const cpuJiffies = process.traits.cpuJiffies ?? 0;
  const old = { hasMemory: true, totalVmPages: held.vm, cpuJiffies, hz: HZ, nice: process.nice, hasRawIo };
  switch (era.scores.badness) {
    case '2.4': {
      const clocks = { nowJiffies: jiffiesNow(m), startJiffies: startJiffies(process) };
      return score24({ ...old, ...clocks, isRoot: process.uid === 0 || hasSysAdmin }, era.badness24);
    }
    case '2.6':
      return score26(
        {
          ...old,
          childrenVmPages: childrenVm(m, process),
          uptimeSeconds: UPTIME_AT_BOOT_SECONDS + m.tick,
          startSeconds: UPTIME_AT_BOOT_SECONDS + process.startTick,
          hasRootUid: process.uid === 0,
          hasSysAdmin,
          hasSysResource: hasCapability(process, 'CAP_SYS_RESOURCE'),
          oomAdj: process.traits.oomAdj ?? 0,
        },
        era.badness26,
      );
    default: {
      // [KL-5] nr_ptes counts the lowest level only; nr_pmds and pgtables_bytes the others too.
      const pageTablePages = held.tables + (era.scores.countsUpperTables ? held.upperTables : 0);
      const pages = { rssPages: held.rss, swapPages: held.swap, pageTablePages };
      const oomScoreAdj = isNever(m, process, era) ? OOM_SCORE_ADJ_MIN : process.oomScoreAdj;
      const task = { isUnkillable: false, ...pages, oomScoreAdj, hasSysAdmin, totalPages };
      if (era.scores.badness === 'per-mille') return scorePerMille(task, era.badnessPerMille);
      return scorePages({ ...task, isVforkChild: isInVfork(m, process) }, era.badnessPages);
    }
  }
}

/** Sizes in pages of the children that have memory of their own, in list order. */
function childrenVm(m: Machine, process: Process): number[] {
  const children = living(m).filter((p) => p.ppid === process.pid && p.space !== process.space);
  return children.map((child) => heldBy(m, child).vm);
}

/** [KL-21] include/linux/sched/mm.h:in_vfork: only while its parent lives, and in the same memory. */
function isInVfork(m: Machine, process: Process): boolean {
  if (!process.isVforkChild) return false;
  return m.processes.some((p) => p.pid === process.ppid && p.space === process.space);
}

/** [KL-6] Whether oom_score_adj −1000 exempts it: its own; in 2.6.37 to 3.1 that of any process in its memory. */
function isNever(m: Machine, process: Process, era: LinuxEra): boolean {
  const isAtLowest = (p: Process): boolean => p.oomScoreAdj === OOM_SCORE_ADJ_MIN;
  if (!era.scores.neverIsShared) return isAtLowest(process);
  return living(m).some((p) => p.space === process.space && isAtLowest(p));
}

/** [KL-6] Why a process cannot be chosen, in words; undefined = it can. */
function exemptionOf(m: Machine, process: Process, { era, points }: { era: LinuxEra; points: number }) {
  const { badness } = era.scores;
  if (badness === '2.4') return points === 0 ? 'has no points' : undefined;
  if (badness === '2.6') {
    return era.victim26.respectsNever && process.traits.oomAdj === OOM_DISABLE ? 'oom_adj is -17' : undefined;
  }
  if (isNever(m, process, era)) return 'oom_score_adj is -1000';
  if (badness === 'per-mille') return points === 0 ? 'has no points' : undefined;
  if (era.badnessPages.skipsReapedAndVfork && isInVfork(m, process)) return 'runs in the memory of its vfork parent';
  return undefined;
}

/** [KL-4], [KL-6] Every process in the scope as this release sees it, oldest first. */
export function linuxCandidates(m: Machine, { group, pages }: KillScope, era: LinuxEra): Candidate[] {
  return living(m, group).map((process) => {
    const { points, terms } = scoreOf(m, process, { era, totalPages: pages });
    const exempt = exemptionOf(m, process, { era, points });
    const held = terms.reduce((sum, term) => sum + term.value, 0);
    return {
      pid: process.pid,
      process: process.name,
      uid: process.uid,
      terms,
      points: exempt ? held : points,
      oomScore: shownScore(m, process, { era, points, pages }),
      ...(exempt ? { exempt } : {}),
    };
  });
}

/** [SCORE-1]..[SCORE-3] /proc/PID/oom_score: relative to RAM and swap, even if a control group ran out. Null = the file does not exist. */
function shownScore(
  m: Machine,
  process: Process,
  { era, points, pages }: { era: LinuxEra; points: number; pages: number },
): number | null {
  const rule = era.scores.procOomScore;
  const totalPages = m.ramPages + m.swapPages;
  if (rule === null) return null;
  const shown = pages === totalPages ? points : scoreOf(m, process, { era, totalPages }).points;
  return Math.max(0, procOomScore(shown, totalPages, rule));
}

/** The same processes as the formulas of the choice take them. */
export function scoredTasks(m: Machine, scope: KillScope, era: LinuxEra): ScoredTask[] {
  return living(m, scope.group).map((process) => ({
    task: taskOf(process),
    points: scoreOf(m, process, { era, totalPages: scope.pages }).points,
  }));
}

export function taskOf(process: Process): OomTask {
  return {
    pid: process.pid,
    parentPid: process.ppid,
    memory: process.space,
    isNever: process.oomScoreAdj === OOM_SCORE_ADJ_MIN || process.traits.oomAdj === OOM_DISABLE,
    hasRawIo: hasCapability(process, 'CAP_SYS_RAWIO'),
  };
}
