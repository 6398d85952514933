import { divide, UNKILLABLE_POINTS } from '../../cIntegers.ts';
import { type BadnessModernInput, OOM_SCORE_ADJ_MIN } from './badnessPerMille.ts';
import type { Score, ScoreTerm } from './score.ts';

export type BadnessPagesRule = {
  /** Bonus of CAP_SYS_ADMIN: 30 off the adjustment (3.5), 3 % off the pages (3.14), none (4.17). */
  root: 'adj-30' | '-3%' | 'none';
  /** A reaped address space and a vfork child score 0 (4.8/4.9). */
  skipsReapedAndVfork: boolean;
  /** 5.9: points may be negative and "never" is the lowest long; before, 1 is the least and "never" is 0. */
  signed: boolean;
};

export type BadnessPagesInput = BadnessModernInput & { isReaped?: boolean; isVforkChild?: boolean };

/**
 * Score of one process in 3.5 and later, in pages. SPEC [BAD-PG-1]..[BAD-PG-6].
 * Source: mm/oom_kill.c oom_badness, 3.5, 3.10.65, 4.4.155, 4.18, 5.4.18, 5.15.85.
 * @returns whole points; UNKILLABLE_POINTS stands for LONG_MIN (signed releases only)
 */
export function badnessPages(task: BadnessPagesInput, rule: BadnessPagesRule): number {
  return scorePages(task, rule).points;
}

/** The same, with its steps. */
export function scorePages(task: BadnessPagesInput, rule: BadnessPagesRule): Score {
  const terms = termsOf(task, rule);
  if (isNever(task, rule)) return { points: rule.signed ? UNKILLABLE_POINTS : 0, terms };
  const points = terms.reduce((sum, term) => sum + term.value, 0);
  if (rule.signed || points >= 1) return { points, terms };
  return { points: 1, terms: [...terms, { label: 'lowest score', value: 1 - points }] };
}

function isNever(task: BadnessPagesInput, rule: BadnessPagesRule): boolean {
  if (task.isUnkillable || task.oomScoreAdj === OOM_SCORE_ADJ_MIN) return true;
  return rule.skipsReapedAndVfork && ((task.isReaped ?? false) || (task.isVforkChild ?? false));
}

const ROOT_BONUS = 'root bonus';
const ADJUSTMENT = 'oom_score_adj';
/** Terms of the sum that are not pages held. */
export const ADJUSTING_TERMS: readonly string[] = [ROOT_BONUS, ADJUSTMENT];

/** The sum in pages, its zeros too, so that every process shows the whole formula. */
function termsOf(task: BadnessPagesInput, rule: BadnessPagesRule): ScoreTerm[] {
  const held = task.rssPages + task.swapPages + task.pageTablePages;
  // The integer division comes first: below 1000 pages in all, the adjustment has no effect.
  const perUnit = divide(task.totalPages, 1000);
  const bonus = { none: 0, '-3%': divide(held * 3, 100), 'adj-30': 30 * perUnit }[rule.root];
  return [
    { label: 'resident', value: task.rssPages },
    { label: 'swapped', value: task.swapPages },
    { label: 'page tables', value: task.pageTablePages },
    ...(task.hasSysAdmin && bonus !== 0 ? [{ label: ROOT_BONUS, value: -bonus }] : []),
    { label: ADJUSTMENT, value: task.oomScoreAdj * perUnit },
  ];
}

export type ProcOomScoreRule = 'points' | 'pages-per-mille' | 'signed';

/**
 * What /proc/PID/oom_score shows. SPEC [SCORE-1]..[SCORE-3]. Source: fs/proc/base.c proc_oom_score, 2.6.37 to 5.15.85.
 */
export function procOomScore(points: number, totalPages: number, rule: ProcOomScoreRule): number {
  if (rule === 'points') return points;
  if (rule === 'pages-per-mille') return divide(points * 1000, totalPages || 1);
  if (points === UNKILLABLE_POINTS) return 0;
  return divide((1000 + divide(points * 1000, totalPages || 1)) * 2, 3);
}
