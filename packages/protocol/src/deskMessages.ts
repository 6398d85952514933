import { z } from 'zod';
import type { DeskCell } from './api/desk.ts';
import type { Refused } from './errors.ts';
import { Id } from './ids.ts';
import { PROTOCOL_VERSION } from './limits.ts';

/** Socket messages of the grading desk, for the staff of a course. */

export const DeskJoinInput = z.strictObject({ assignmentId: Id, protocol: z.literal(PROTOCOL_VERSION) });
export const DeskRefInput = z.strictObject({ assignmentId: Id });
/** The cell that a grader works on; `rowId` null = none. */
export const DeskAtInput = z.strictObject({
  assignmentId: Id,
  rowId: z.string().max(128).nullable(),
  itemId: z.string().max(64),
});
export type DeskAt = Omit<z.infer<typeof DeskAtInput>, 'assignmentId'>;

/** A grader at the desk now, one line a window. */
export type DeskPerson = DeskAt & { name: string };
/** `version`: of the stream of grades. A client that has an older one asks for the queue again. */
export type DeskJoinAnswer = { ok: true; version: number; people: DeskPerson[] } | Refused;
/** A cell after it was stored. `version` follows the last one without a gap, or the client has missed something. */
export type DeskChanged = { assignmentId: string; version: number; cell: DeskCell };
export type DeskPeople = { assignmentId: string; people: DeskPerson[] };
