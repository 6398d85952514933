import type { Candidate } from '../../facts.ts';
import type { Machine, Process } from '../../state.ts';
import { UNKILLABLE_POINTS } from '../cIntegers.ts';
import { HZ, hasCapability, heldBy, jiffiesNow, living, startJiffies, UPTIME_AT_BOOT_SECONDS } from '../measure.ts';
import type { KillScope } from '../policy.ts';
import { compareReleases, parseRelease } from '../release.ts';
import type { LinuxEra } from './eras.ts';
import { score24 } from './formulas/badness24.ts';
import { OOM_DISABLE, score26 } from './formulas/badness26.ts';
import { procOomScore, scorePages } from './formulas/badnessPages.ts';
import { scorePerMille } from './formulas/badnessPerMille.ts';
import type { OomTask, ScoredTask } from './formulas/oomTask.ts';
import type { Score } from './formulas/score.ts';

/** [KL-4] Points of one process by the release's formula, step by step. */
export function eraScore(
  m: Machine,
  process: Process,
  { era, totalPages }: { era: LinuxEra; totalPages: number },
): Score {
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
      const pages = { rssPages: held.rss, swapPages: held.swap, pageTablePages: tablePages(held, era) };
      const task = { isUnkillable: false, ...pages, oomScoreAdj: process.oomScoreAdj, hasSysAdmin, totalPages };
      if (era.scores.badness === 'per-mille') return scorePerMille(task, era.badnessPerMille);
      return scorePages({ ...task, isVforkChild: process.isVforkChild }, era.badnessPages);
    }
  }
}

/** Sizes of the children that have memory of their own, in list order. */
function childrenVm(m: Machine, process: Process): number[] {
  const children = living(m).filter((p) => p.ppid === process.pid && p.space !== process.space);
  return children.map((child) => heldBy(m, child).vm);
}

/** [KL-5] nr_ptes counts the lowest level only; nr_pmds (4.0) and pgtables_bytes (4.15) the others too. */
function tablePages(held: { tables: number; upperTables: number }, era: LinuxEra): number {
  const countsUpper = compareReleases(parseRelease(era.release) ?? [], [4, 0]) >= 0;
  return held.tables + (countsUpper ? held.upperTables : 0);
}

/** Every process as this release sees it, oldest first. */
export function eraCandidates(m: Machine, { group, pages }: KillScope, era: LinuxEra): Candidate[] {
  return living(m, group).map((process) => {
    const { points, terms } = eraScore(m, process, { era, totalPages: pages });
    const exempt = exemption(process, points, era);
    const rule = era.scores.procOomScore;
    return {
      pid: process.pid,
      process: process.name,
      uid: process.uid,
      terms,
      points: points === UNKILLABLE_POINTS ? 0 : points,
      oomScore: rule === null ? null : procOomScore(points, m.ramPages + m.swapPages, rule),
      ...(exempt ? { exempt } : {}),
    };
  });
}

/** [KL-6] Who cannot be chosen, in words. */
function exemption(process: Process, points: number, era: LinuxEra): string | undefined {
  if (era.scores.badness === '2.4') return points === 0 ? 'has no points' : undefined;
  if (era.scores.badness === '2.6') {
    const isNever = era.victim26.respectsNever && process.traits.oomAdj === OOM_DISABLE;
    return isNever ? 'oom_adj is -17' : undefined;
  }
  if (process.oomScoreAdj === -1000) return 'oom_score_adj is -1000';
  if (process.isVforkChild && era.badnessPages.skipsReapedAndVfork) return 'runs in the memory of its vfork parent';
  return undefined;
}

/** The same processes as the kernel's choice takes them. */
export function scoredTasks(m: Machine, scope: KillScope, era: LinuxEra): ScoredTask[] {
  return living(m, scope.group).map((process) => ({
    task: taskOf(process),
    points: eraScore(m, process, { era, totalPages: scope.pages }).points,
  }));
}

export function taskOf(process: Process): OomTask {
  return {
    pid: process.pid,
    parentPid: process.ppid,
    memory: process.space,
    isNever: process.oomScoreAdj === -1000 || process.traits.oomAdj === OOM_DISABLE,
    hasRawIo: hasCapability(process, 'CAP_SYS_RAWIO'),
  };
}
