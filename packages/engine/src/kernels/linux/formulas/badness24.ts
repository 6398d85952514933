import { toSigned32, toUnsigned32, type WordBits } from '../../cIntegers.ts';
import { type Score, scoreSteps } from './score.ts';
import { shiftHz } from './timerFrequency.ts';

export type Badness24Rule = {
  /** 2.4.22 and later: a process that is already being killed scores 0. */
  victimScoresZero: boolean;
};

export type Badness24Input = {
  hasMemory: boolean;
  totalVmPages: number;
  cpuJiffies: number;
  nowJiffies: number;
  startJiffies: number;
  hz: number;
  nice: number;
  /** uid or euid is 0, or CAP_SYS_ADMIN is effective. */
  isRoot: boolean;
  hasRawIo: boolean;
  isVictim?: boolean;
  bits?: WordBits;
};

/**
 * The rough square root of 2.4: never 0, not monotone (25 → 5, 36 → 4). SPEC [BAD-2.4-2].
 * Source: mm/oom_kill.c int_sqrt, 2.4.20.
 */
export function roughSqrt(value: number): number {
  let x = toUnsigned32(value);
  let out = x;
  while (x > 1) {
    x >>>= 2;
    out >>>= 1;
  }
  if (x > 0) out -= out >>> 2;
  return out === 0 ? 1 : out;
}

/**
 * Points of one task in 2.4, an `int`. SPEC [BAD-2.4-1]..[BAD-2.4-4]. Source: mm/oom_kill.c badness, 2.4.20 and 2.4.31.
 * Clocks are unsigned words: a start "after" now wraps to a very long run time.
 */
export function badness24(task: Badness24Input, rule: Badness24Rule): number {
  return score24(task, rule).points;
}

/** The same, with its steps. */
export function score24(task: Badness24Input, rule: Badness24Rule): Score {
  if (!task.hasMemory || (rule.victimScoresZero && task.isVictim)) return { points: 0, terms: [] };
  const shift = shiftHz(task.hz);
  const byCpu = roughSqrt(shiftRight(task.cpuJiffies, shift + 3, task.bits));
  const byAge = roughSqrt(roughSqrt(shiftRight(task.nowJiffies - task.startJiffies, shift + 10, task.bits)));
  const { step, terms } = scoreSteps();
  let points = step('total_vm', toUnsigned32(task.totalVmPages));
  points = step(`÷ ${byCpu} for CPU time`, Math.floor(points / byCpu));
  points = step(`÷ ${byAge} for age`, toSigned32(Math.floor(points / byAge)));
  if (task.nice > 0) points = step('× 2 for nice', toSigned32(points * 2));
  if (task.isRoot) points = step('÷ 4 for root', Math.trunc(points / 4));
  if (task.hasRawIo) points = step('÷ 4 for raw I/O', Math.trunc(points / 4));
  return { points, terms };
}

/** (unsigned long)x >> by, then cut down to the 32-bit int the kernel keeps it in. */
function shiftRight(x: number, by: number, bits: WordBits = 64): number {
  return Number(BigInt.asUintN(32, BigInt.asUintN(bits, BigInt(x)) >> BigInt(by)));
}
