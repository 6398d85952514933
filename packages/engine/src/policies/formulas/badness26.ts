import { roughSqrt } from './badness24.ts';
import { floorSqrt, HIGHEST_POINTS, toUnsignedWord, type WordBits } from './cIntegers.ts';
import { shiftHz } from './timerFrequency.ts';

/** The value of oom_adj that means "never kill" where a release knows that. */
export const OOM_DISABLE = -17;

export type Badness26Rule = {
  sqrt: 'rough' | 'floor';
  /** What a child with its own address space adds: nothing, all of it, or half of it plus one page. */
  children: 'none' | 'full' | 'half';
  /** Who gets a quarter: uid 0 or CAP_SYS_ADMIN; or only the capabilities CAP_SYS_ADMIN and CAP_SYS_RESOURCE. */
  root: 'uid' | 'capabilities';
  adj: 'none' | 'shift';
  /** oom_adj −17 scores 0 (2.6.32); before, it is an ordinary shift here. */
  disableScoresZero: boolean;
  /** A positive oom_adj lifts 0 points to 1 before the shift (2.6.22). */
  adjLiftsZero: boolean;
  /** A task that runs swapoff scores the highest number (2.6.20). */
  originScoresHighest: boolean;
};

export type Badness26Input = {
  hasMemory: boolean;
  totalVmPages: number;
  /** Direct children in list order that have memory of their own (not the parent's). */
  childrenVmPages: readonly number[];
  cpuJiffies: number;
  uptimeSeconds: number;
  startSeconds: number;
  hz: number;
  nice: number;
  hasRootUid: boolean;
  hasSysAdmin: boolean;
  hasSysResource?: boolean;
  hasRawIo: boolean;
  oomAdj: number;
  isOrigin?: boolean;
  bits?: WordBits;
};

/**
 * Points of one task in 2.6.0 to 2.6.35, an unsigned long. SPEC [BAD-2.6-1]..[BAD-2.6-6].
 * Source: mm/oom_kill.c badness, 2.6.11 and 2.6.32; lib/int_sqrt.c.
 * @returns whole points; HIGHEST_POINTS stands for ULONG_MAX
 */
export function badness26(task: Badness26Input, rule: Badness26Rule): number {
  if (rule.disableScoresZero && task.oomAdj === OOM_DISABLE) return 0;
  if (!task.hasMemory) return 0;
  if (rule.originScoresHighest && task.isOrigin) return HIGHEST_POINTS;
  const bits = task.bits ?? 64;
  let points = toUnsignedWord(task.totalVmPages + childrenShare(task.childrenVmPages, rule.children), bits);
  points = divideByAges(points, task, rule);
  if (task.nice > 0) points = toUnsignedWord(points * 2, bits);
  if (isPrivileged(task, rule)) points = Math.floor(points / 4);
  if (task.hasRawIo) points = Math.floor(points / 4);
  return rule.adj === 'none' ? points : shiftByAdj(points, task.oomAdj, { lifts: rule.adjLiftsZero, bits });
}

function childrenShare(childrenPages: readonly number[], kind: Badness26Rule['children']): number {
  if (kind === 'none') return 0;
  return childrenPages.reduce((sum, pages) => sum + (kind === 'full' ? pages : Math.floor(pages / 2) + 1), 0);
}

function divideByAges(points: number, task: Badness26Input, rule: Badness26Rule): number {
  const sqrt = rule.sqrt === 'rough' ? roughSqrt : floorSqrt;
  const cpuTime = Math.floor(task.cpuJiffies / 2 ** (shiftHz(task.hz) + 3));
  const runTime = Math.floor(Math.max(0, task.uptimeSeconds - task.startSeconds) / 1024);
  const byCpu = sqrt(cpuTime);
  const byAge = sqrt(sqrt(runTime));
  const afterCpu = byCpu > 0 ? Math.floor(points / byCpu) : points;
  return byAge > 0 ? Math.floor(afterCpu / byAge) : afterCpu;
}

function isPrivileged(task: Badness26Input, rule: Badness26Rule): boolean {
  if (task.hasSysAdmin) return true;
  return rule.root === 'uid' ? task.hasRootUid : (task.hasSysResource ?? false);
}

function shiftByAdj(points: number, adj: number, { lifts, bits }: { lifts: boolean; bits: WordBits }): number {
  if (adj < 0) return Math.floor(points / 2 ** -adj);
  if (adj === 0) return points;
  const start = lifts && points === 0 ? 1 : points;
  return toUnsignedWord(start * 2 ** adj, bits);
}
