import { divide, toSigned32, toUnsigned32, type WordBits } from '../../cIntegers.ts';
import { type Score, scoreSteps } from './score.ts';

export type BadnessPerMilleRule = {
  /** Page tables count like resident pages (2.6.39). */
  countsPageTables: boolean;
  /** A task that runs swapoff scores 1000 (2.6.36 to 2.6.39). */
  originScores1000: boolean;
  /** Lowest score of a process that may be killed: 0 in 2.6.36, 1 later. */
  floor: 0 | 1;
  /** Type that holds pages × 1000: `int` overflows at 2,147,484 pages (2.6.39 to 3.1). */
  product: 'unsigned long' | 'int' | 'long';
};

export type BadnessModernInput = {
  /** init, kernel thread, or no memory: 0 points. */
  isUnkillable: boolean;
  rssPages: number;
  swapPages: number;
  pageTablePages: number;
  oomScoreAdj: number;
  hasSysAdmin: boolean;
  isOrigin?: boolean;
  totalPages: number;
};

export const OOM_SCORE_ADJ_MIN = -1000;
const ROOT_BONUS_PER_MILLE = 30;

/**
 * Score of one process in 2.6.36 to 3.4, in thousandths of RAM plus swap. SPEC [BAD-PM-1]..[BAD-PM-5].
 * Source: mm/oom_kill.c oom_badness, 2.6.37, 3.0.1, 3.2.0.
 */
export function badnessPerMille(task: BadnessModernInput, rule: BadnessPerMilleRule, bits: WordBits = 64): number {
  return scorePerMille(task, rule, bits).points;
}

/** The same, with its steps. */
export function scorePerMille(task: BadnessModernInput, rule: BadnessPerMilleRule, bits: WordBits = 64): Score {
  if (task.isUnkillable || task.oomScoreAdj === OOM_SCORE_ADJ_MIN) return { points: 0, terms: [] };
  const { step, terms } = scoreSteps();
  if (rule.originScores1000 && task.isOrigin) return { points: step('runs swapoff', 1000), terms };
  const pages = task.rssPages + task.swapPages + (rule.countsPageTables ? task.pageTablePages : 0);
  let points = step('‰ of memory', perMille(pages, task.totalPages || 1, bits === 32 ? 'i386' : rule.product));
  if (task.hasSysAdmin) points = step('root bonus', points - ROOT_BONUS_PER_MILLE);
  points = step('oom_score_adj', points + task.oomScoreAdj);
  if (points <= 0) return { points: step('lowest score', rule.floor), terms };
  return { points: step('highest score', Math.min(points, 1000)), terms };
}

/** pages × 1000 ÷ totalPages in the given C type; the divisor is always an unsigned long. */
function perMille(pages: number, totalPages: number, product: BadnessPerMilleRule['product'] | 'i386'): number {
  if (product === 'i386') return toSigned32(divide(toUnsigned32(pages * 1000), totalPages));
  if (product !== 'int') return divide(pages * 1000, totalPages);
  const wrapped = toSigned32(pages * 1000);
  if (wrapped >= 0) return divide(wrapped, totalPages);
  // A negative int becomes a number near 2^64 before the division, and the quotient is cut to 32 bits again.
  return Number(BigInt.asIntN(32, BigInt.asUintN(64, BigInt(wrapped)) / BigInt(totalPages)));
}
