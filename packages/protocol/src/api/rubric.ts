import { z } from 'zod';
import { AssignmentRef } from './assignments.ts';
import { Id } from './common.ts';
import { Hundredths } from './courses.ts';

/** One version of an assignment's rubric. */
export const RubricVersionShape = z.object({
  version: z.int(),
  at: z.date(),
  /** Name. */
  by: z.string(),
  /** What it did to the scores; empty for the first. */
  effect: z.string(),
});
export type RubricVersionShape = z.infer<typeof RubricVersionShape>;

/** An assignment whose logs an item can be tried on. */
export const LogSourceShape = z.object({
  assignmentId: Id,
  title: z.string(),
  courseTitle: z.string(),
  groups: z.int(),
});
export type LogSourceShape = z.infer<typeof LogSourceShape>;

/** What one item came to for a group, or for one member. */
export const TriedRow = z.object({
  id: z.string(),
  /** Of the group and, for an item of each member, the member. */
  group: z.string(),
  name: z.string().nullable(),
  verdict: z.enum(['earned', 'partly', 'missed', 'error']),
  points: Hundredths,
  explanation: z.string(),
  /** The machine of `evidence`; null where nothing can be shown. */
  machineId: Id.nullable(),
  evidence: z.array(z.int()),
});
export type TriedRow = z.infer<typeof TriedRow>;

/** `from` counts groups from 0. `logsOf`: the assignment whose logs are read. */
export const TryRange = { logsOf: Id, from: z.int().min(0).max(10_000), most: z.int().min(1).max(64) };
export const Tried = z.object({ rows: z.array(TriedRow), groups: z.int(), isPreview: z.boolean() });
export const TriedText = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), rows: z.array(TriedRow) }),
  z.object({ ok: z.literal(false), line: z.int(), message: z.string() }),
]);

/** What a changed rubric does to the scores: totals of students whose grades are not released. */
export const RubricEffect = z.object({
  scores: z.int(),
  up: z.int(),
  down: z.int(),
  /** A sentence. */
  words: z.string(),
  changes: z.array(z.object({ studentId: Id, name: z.string(), group: z.string(), before: z.int(), after: z.int() })),
  /** Further consequences, each a sentence. */
  notes: z.array(z.string()),
});
export type RubricEffect = z.infer<typeof RubricEffect>;

/** `basedOn`: the version that was on the screen. */
export const RubricBase = AssignmentRef.extend({ basedOn: z.int().min(1) });
export const RubricVersionRef = AssignmentRef.extend({ version: z.int().min(1) });
export const RubricPublished = z.object({ version: z.int(), words: z.string() });
