import { floorSqrt, HIGHEST_POINTS, toUnsignedWord, type WordBits } from '../../cIntegers.ts';
import { roughSqrt } from './badness24.ts';
import { type Score, scoreSteps } from './score.ts';
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
  return score26(task, rule).points;
}

/** The same, with its steps. */
export function score26(task: Badness26Input, rule: Badness26Rule): Score {
  if ((rule.disableScoresZero && task.oomAdj === OOM_DISABLE) || !task.hasMemory) return { points: 0, terms: [] };
  const { step, terms } = scoreSteps();
  if (rule.originScoresHighest && task.isOrigin) return { points: step('runs swapoff', HIGHEST_POINTS), terms };
  const bits = task.bits ?? 64;
  const { byCpu, byAge } = ages(task, rule);
  let points = step('total_vm', task.totalVmPages);
  points = step('children', toUnsignedWord(points + childrenShare(task.childrenVmPages, rule.children), bits));
  if (byCpu > 0) points = step(`÷ ${byCpu} for CPU time`, Math.floor(points / byCpu));
  if (byAge > 0) points = step(`÷ ${byAge} for age`, Math.floor(points / byAge));
  if (task.nice > 0) points = step('× 2 for nice', toUnsignedWord(points * 2, bits));
  if (isPrivileged(task, rule)) points = step('÷ 4 for root', Math.floor(points / 4));
  if (task.hasRawIo) points = step('÷ 4 for raw I/O', Math.floor(points / 4));
  if (rule.adj === 'none') return { points, terms };
  points = step(`oom_adj ${task.oomAdj}`, shiftByAdj(points, task.oomAdj, { lifts: rule.adjLiftsZero, bits }));
  return { points, terms };
}

function childrenShare(childrenPages: readonly number[], kind: Badness26Rule['children']): number {
  if (kind === 'none') return 0;
  return childrenPages.reduce((sum, pages) => sum + (kind === 'full' ? pages : Math.floor(pages / 2) + 1), 0);
}

/** The divisors for processor time and age; 0 means: do not divide. */
function ages(task: Badness26Input, rule: Badness26Rule): { byCpu: number; byAge: number } {
  const sqrt = rule.sqrt === 'rough' ? roughSqrt : floorSqrt;
  const cpuTime = Math.floor(toUnsignedWord(task.cpuJiffies, task.bits ?? 64) / 2 ** (shiftHz(task.hz) + 3));
  const runTime = Math.floor(Math.max(0, task.uptimeSeconds - task.startSeconds) / 1024);
  return { byCpu: sqrt(cpuTime), byAge: sqrt(sqrt(runTime)) };
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
