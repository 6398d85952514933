import { z } from 'zod';
import { isPlainProse } from '../ids.ts';
import { Id } from './common.ts';
import { Hundredths, RubricItemShape } from './courses.ts';

export const GradeRow = z.object({
  machineId: Id,
  machineTitle: z.string(),
  studentId: Id,
  studentName: z.string(),
  /** Stable within an assignment, without meaning outside it. */
  pseudonym: z.string(),
  actorId: Id.nullable(),
  itemId: Id,
  /** Null for a manual item. */
  automatic: z
    .object({
      verdict: z.enum(['earned', 'partly', 'missed', 'error']),
      points: Hundredths,
      explanation: z.string(),
      /** Numbers of the entries that earned or lost the points. */
      evidence: z.array(z.int()),
    })
    .nullable(),
  /** A person's points; on an automatic item they override the verdict. */
  manual: z.object({ points: Hundredths, note: z.string(), by: z.string(), at: z.date() }).nullable(),
  /** What counts: manual over automatic; null = not graded yet. */
  points: Hundredths.nullable(),
  /** Send it back with a change. */
  version: z.int(),
});
export type GradeRow = z.infer<typeof GradeRow>;

export const GradingDesk = z.object({
  assignmentId: Id,
  courseId: Id,
  title: z.string(),
  isReleased: z.boolean(),
  rubric: z.array(RubricItemShape),
  rows: z.array(GradeRow),
});
export type GradingDesk = z.infer<typeof GradingDesk>;

export const SetPointsInput = z.object({
  assignmentId: Id,
  machineId: Id,
  studentId: Id,
  itemId: Id,
  /** Null removes the manual points: the automatic verdict counts again. */
  points: Hundredths.nullable(),
  note: z.string().max(4000).refine(isPlainProse, 'Only visible characters, please.').default(''),
  expectedVersion: z.int().min(0),
});
/** A conflict is an answer, not an error: it carries the other grader's version, so that no version is lost. */
export const PointsSet = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), row: GradeRow }),
  z.object({ ok: z.literal(false), code: z.literal('CONFLICT'), current: GradeRow }),
]);
export type PointsSet = z.infer<typeof PointsSet>;
export const ReleaseInput = z.object({ assignmentId: Id, isReleased: z.boolean() });
