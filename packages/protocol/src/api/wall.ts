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

const OwnerPages = z.object({ owner: z.string().nullable(), pages: z.int() });

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
  /** By owner; null = the system's own. Adds up to `usedPages`. */
  usedBy: z.array(OwnerPages),
  lastKill: z
    .object({
      seq: z.int(),
      at: z.date(),
      victim: z.string(),
      owner: z.string().nullable(),
      /** Whose process needed the page, and which; null = the system's own, the kernel itself. */
      asker: z.string().nullable(),
      askerProcess: z.string().nullable(),
      /** Why this one, in a few words. */
      why: z.string(),
    })
    .nullable(),
  killed: z.int(),
  refused: z.int(),
  /** How memory was divided since the wall was first looked at, oldest first. */
  trail: z.array(z.object({ seq: z.int(), promisedPages: z.int(), usedBy: z.array(OwnerPages) })),
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
