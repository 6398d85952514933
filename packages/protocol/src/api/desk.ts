import { z } from 'zod';
import { isPlainProse } from '../ids.ts';
import { MachineSpecSchema } from '../log/format.ts';
import { Id } from './common.ts';
import { Hundredths, RubricCap, RubricItemShape } from './courses.ts';
import { CreditShape } from './grades.ts';

/** A row of the grading queue: a team or a student, known by this only. Made and read by the server. */
export const RowId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[\w-]+$/);
const Prose = (most: number) => z.string().max(most).refine(isPlainProse, 'Only visible characters, please.');

/** What a person gave a cell, and where it stands. A cell is one row and one item. */
export const DeskCell = z.object({
  rowId: RowId,
  itemId: Id,
  /** By a person; null = none. On an automatic item they override the verdict. */
  points: Hundredths.nullable(),
  note: z.string(),
  remarks: z.array(Id),
  level: z.string().nullable(),
  /** Name of the grader. */
  by: z.string().nullable(),
  isFlagged: z.boolean(),
  hasRegrade: z.boolean(),
  /** Send it back with a change. */
  version: z.int(),
});
export type DeskCell = z.infer<typeof DeskCell>;

export const DeskItem = RubricItemShape.extend({
  levels: z.array(z.object({ id: z.string(), label: z.string(), points: Hundredths })),
  /** Rows of its queue, and those of them that wait for a person. */
  rows: z.int(),
  ungraded: z.int(),
});
export type DeskItem = z.infer<typeof DeskItem>;

export const DeskOpened = z.object({
  assignmentId: Id,
  courseId: Id,
  title: z.string(),
  isReleased: z.boolean(),
  /** Whether the reader may release. */
  isInstructor: z.boolean(),
  items: z.array(DeskItem),
  caps: z.array(RubricCap),
  /** The reader asked for the names, and the log of grades says so. */
  isNamed: z.boolean(),
});
export type DeskOpened = z.infer<typeof DeskOpened>;

/** `name` is null until the reader has revealed the names. */
const Who = { rowId: RowId, pseudonym: z.string(), name: z.string().nullable() };
export const DeskQueue = z.object({
  itemId: Id,
  /** Of the stream of grades: later changes have higher numbers. */
  version: z.int(),
  /** In an order that has nothing to do with names or groups. */
  rows: z.array(z.object({ ...Who, isSealed: z.boolean(), cell: DeskCell })),
});
export type DeskQueue = z.infer<typeof DeskQueue>;
export type QueueRow = DeskQueue['rows'][number];

const Evidence = z.object({ part: z.int(), seq: z.int() });
export const DeskVerdict = z.object({
  rowId: RowId,
  itemId: Id,
  verdict: z.enum(['earned', 'partly', 'missed', 'error']),
  points: Hundredths,
  explanation: z.string(),
  evidence: z.array(Evidence),
});
export type DeskVerdict = z.infer<typeof DeskVerdict>;

/** One machine of the work, up to the entry that counts. Its log: `/api/assignments/ID/grading/ROW/PART/log.ndjson`. */
export const DeskPart = z.object({
  part: z.int(),
  spec: MachineSpecSchema,
  /** The last entry that counts. */
  lastSeq: z.int(),
  /** Null until the reader has revealed the names. */
  machineId: Id.nullable(),
  seats: z.array(
    z.object({
      actorId: z.string(),
      displayName: z.string(),
      initials: z.string(),
      colour: z.int(),
      uid: z.int(),
      role: z.enum(['student', 'staff']),
    }),
  ),
});
export type DeskPart = z.infer<typeof DeskPart>;

/** Everything about one team's work: the team's own cells and those of each member. */
export const DeskSheet = z.object({
  team: z.object(Who),
  /** `credit`: what the log says of each of them. Null: a machine of the work could not be read. */
  members: z.array(z.object({ ...Who, credit: CreditShape.nullable() })),
  /** Null: nothing was handed in, and this is a preview of the work as it stands. */
  seal: z.object({ at: z.date(), reason: z.enum(['handIn', 'due', 'staff']) }).nullable(),
  cells: z.array(DeskCell),
  verdicts: z.array(DeskVerdict),
  answers: z.array(z.object({ prompt: z.string(), question: z.string(), rowId: RowId, text: z.string() })),
  parts: z.array(DeskPart),
});
export type DeskSheet = z.infer<typeof DeskSheet>;

export const QueueRef = z.object({ assignmentId: Id, itemId: Id });
export const RowRef = z.object({ assignmentId: Id, rowId: RowId });
/** The same on a resend: it is then stored once. */
const DeskCommandId = z.string().regex(/^[\w-]{8,64}$/);
const CellRef = { assignmentId: Id, rowId: RowId, itemId: Id, commandId: DeskCommandId };
export const SetPointsInput = z.object({
  ...CellRef,
  /** Null takes the person's points back: the automatic verdict counts again. */
  points: Hundredths.nullable(),
  note: Prose(4000).default(''),
  remarks: z.array(Id).max(20).default([]),
  level: z.string().max(40).nullable().default(null),
  expectedVersion: z.int().min(0),
});
export const RevealNamesInput = z.object({ assignmentId: Id, commandId: DeskCommandId });
export const FlagInput = z.object({ ...CellRef, on: z.boolean() });
/** A conflict is an answer, not an error: it carries the other grader's version, so that no version is lost. */
export const CellSaved = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), cell: DeskCell }),
  z.object({ ok: z.literal(false), code: z.literal('CONFLICT'), current: DeskCell }),
]);
export type CellSaved = z.infer<typeof CellSaved>;

/** A comment that graders use again, with the rows that got it. */
export const Remark = z.object({ id: Id, itemId: Id, text: z.string(), rowIds: z.array(RowId) });
export type Remark = z.infer<typeof Remark>;
export const AddRemarkInput = z.object({
  assignmentId: Id,
  itemId: Id,
  text: Prose(400).refine((t) => t.trim() !== ''),
});
export const RemarkRef = z.object({ assignmentId: Id, remarkId: Id });
