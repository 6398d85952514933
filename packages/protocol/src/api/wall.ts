import { z } from 'zod';
import { Id } from './common.ts';
import { CourseRef } from './courses.ts';
import { ClockAction, MachineSummary, NoteText, SeatShape } from './machines.ts';

export const WallMember = SeatShape.pick({
  actorId: true,
  displayName: true,
  initials: true,
  colour: true,
  uid: true,
  role: true,
}).extend({
  isHere: z.boolean(),
  isHandRaised: z.boolean(),
  /** How many of their last commands in a row failed: errors of use and refusals of memory. */
  failedInARow: z.int(),
  lastAt: z.date().nullable(),
});
export type WallMember = z.infer<typeof WallMember>;

/** One machine as the wall shows it. Sizes in pages. */
export const WallTile = MachineSummary.pick({ id: true, title: true, policy: true }).extend({
  groupName: z.string().nullable(),
  seq: z.int(),
  tick: z.int(),
  isPaused: z.boolean(),
  hasCrashed: z.boolean(),
  ramPages: z.int(),
  swapPages: z.int(),
  promisedPages: z.int(),
  limitPages: z.int(),
  isEnforced: z.boolean(),
  usedPages: z.int(),
  processes: z.int(),
  openQuestions: z.int(),
  lastKill: z.object({ seq: z.int(), at: z.date(), victim: z.string(), owner: z.string().nullable() }).nullable(),
  members: z.array(WallMember),
});
export type WallTile = z.infer<typeof WallTile>;
export const WallShape = z.object({ courseTitle: z.string(), tiles: z.array(WallTile) });
export type WallShape = z.infer<typeof WallShape>;

export const WallClockInput = CourseRef.and(ClockAction);
export const WallNoteInput = CourseRef.extend({ text: NoteText });
/** The number of machines on which it was done, and those on which it failed, with the reason. */
export const WallDone = z.object({ done: z.int(), failed: z.array(z.object({ machineId: Id, message: z.string() })) });
export type WallDone = z.infer<typeof WallDone>;
