import { z } from 'zod';
import type { Hundredths } from '../rubric/rubric.ts';
import type { Window } from './window.ts';

/** What being late costs: `percent` of the points earned for each started day or hour, at most `capPercent`. */
export const lateRuleSchema = z.object({
  percent: z.int().min(0).max(100),
  per: z.enum(['day', 'hour']),
  capPercent: z.int().min(0).max(100),
  /** Up to this late costs nothing; later than that, time counts from the due date. */
  graceMinutes: z.int().min(0).max(10_080),
});
export type LateRule = z.infer<typeof lateRuleSchema>;

/** `units`: started days or hours that cost something. `percent`: of the points earned, 0–100. */
export type Lateness = { lateMs: number; units: number; percent: number };

const UNIT_MS = { day: 86_400_000, hour: 3_600_000 } as const;

/** How late a hand-in at `at` is, and what it costs. Without a rule it costs nothing. */
export function latenessOf({ dueAt }: Pick<Window, 'dueAt'>, rule: LateRule | null, at: Date): Lateness {
  const lateMs = dueAt ? Math.max(0, at.getTime() - dueAt.getTime()) : 0;
  if (!rule || lateMs <= rule.graceMinutes * 60_000) return { lateMs, units: 0, percent: 0 };
  const units = Math.ceil(lateMs / UNIT_MS[rule.per]);
  return { lateMs, units, percent: Math.min(rule.capPercent, units * rule.percent) };
}

/** What is left of `points`; exact, halves are rounded up. */
export function applyLate(points: Hundredths, percent: number): Hundredths {
  return Math.floor((2 * points * (100 - percent) + 100) / 200);
}
