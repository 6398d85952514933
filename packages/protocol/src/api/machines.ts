import type { MachineSpec } from '@overcommit/engine';
import { z } from 'zod';
import { Policy, type WireEntry } from '../entry.ts';
import { isPlainText } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import type { LogHeader } from '../log/format.ts';
import { SubmitInput } from '../machine.ts';
import { DisplayName, Id, Settings, Slug } from './common.ts';

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

export const SeatShape = z.object({
  actorId: Id,
  /** Only in answers to staff. */
  userId: Id.optional(),
  displayName: z.string(),
  initials: z.string(),
  /** Index into the palette of colours and of patterns, 0–7. */
  colour: z.int().min(0).max(7),
  uid: z.int(),
  role: z.enum(['student', 'staff']),
  /** Came by a join code, without an account. Only in answers to staff, as the next. */
  isGuest: z.literal(true).optional(),
  /** Staff took the place away. */
  isRemoved: z.literal(true).optional(),
});
export type SeatShape = z.infer<typeof SeatShape>;

const Spec = z.custom<MachineSpec>(isObject);

export const MachineInfoShape = z.object({
  id: Id,
  title: z.string(),
  labSlug: z.string(),
  policy: Policy,
  spec: Spec,
  seats: z.array(SeatShape),
  mySeat: SeatShape.nullable(),
  /** May share the machine, revoke its code and start it again. */
  mayManage: z.boolean(),
  /** Members may put the lab's questions themselves. */
  membersAsk: z.boolean(),
  courseId: Id.nullable(),
  assignmentId: Id.nullable(),
  /** The number of this attempt of the group, from 1. */
  version: z.int(),
  previousMachineId: Id.nullable(),
  nextMachineId: Id.nullable(),
});
export type MachineInfoShape = z.infer<typeof MachineInfoShape>;

export const MachineSummary = z.object({
  id: Id,
  title: z.string(),
  labSlug: z.string(),
  policy: Policy,
  courseId: Id.nullable(),
  assignmentId: Id.nullable(),
  groupId: Id.nullable(),
  createdAt: z.date(),
  /** Made by the reader for themselves: may be put away. */
  isOwn: z.boolean(),
  /** Entries in its log so far. */
  entries: z.int(),
  seats: z.array(SeatShape.pick({ displayName: true, initials: true, colour: true, role: true })),
});
export type MachineSummary = z.infer<typeof MachineSummary>;

export const StartLabInput = z.object({ slug: Slug, policy: Policy.optional(), settings: Settings.optional() });
export const StartAgainInput = z.object({ machineId: Id, policy: Policy.optional(), settings: Settings.optional() });
export const MachineRef = z.object({ machineId: Id });
export const PutAwayInput = z.object({ machineId: Id, isPutAway: z.boolean() });
/** `step`: one tick, paused or not. */
export const ClockAction = z.discriminatedUnion('action', [
  z.object({ action: z.literal('pause') }),
  z.object({ action: z.literal('resume') }),
  z.object({ action: z.literal('step') }),
  z.object({ action: z.literal('speed'), ticksPerSecond: z.int().min(1).max(20) }),
]);
export type ClockAction = z.infer<typeof ClockAction>;
export const ClockInput = MachineRef.and(ClockAction);
export const OverrideInput = SubmitInput.pick({ machineId: true, line: true });
/** Words to show to all who are looking at a machine now. */
export const NoteText = z
  .string()
  .trim()
  .min(1, 'Write something first.')
  .max(300, 'At most 300 characters.')
  .refine(isPlainText, 'Only visible characters, please.');
export const NoteInput = MachineRef.extend({ text: NoteText });
/** `isRemoved` false: lets the person back in. */
export const SetRemovedInput = MachineRef.extend({ actorId: Id, isRemoved: z.boolean() });
/** `withGuests`: the guests who came by the codes are sent away, too. */
export const RevokeCodeInput = MachineRef.extend({ withGuests: z.boolean().default(false) });
export const Share = z.object({ code: z.string(), url: z.string(), expiresAt: z.date() });
export type Share = z.infer<typeof Share>;
export const JoinByCodeInput = z.object({
  code: z.string().trim().min(1).max(64),
  displayName: DisplayName.optional(),
});
export const CodeInput = JoinByCodeInput.pick({ code: true });
/** What a join code opens, or why it opens nothing. `owner`: the name of who started the machine. */
export const CodeShape = z.union([
  z.object({ title: z.string(), owner: z.string().nullable() }),
  z.object({ refusal: z.string() }),
]);
export type CodeShape = z.infer<typeof CodeShape>;
export const Joined = z.object({
  machineId: Id,
  /** For guests: opens the same seat on another device. */ resumeUrl: z.string().optional(),
});
export type Joined = z.infer<typeof Joined>;
export const ResumeInput = z.object({ token: z.string().min(1).max(128) });

/** Header and entries of a log. `lastSeq` is the last number of the log, not of the page. */
export const LogPage = z.object({
  header: z.custom<LogHeader>(isObject),
  entries: z.array(z.custom<WireEntry>(isObject)),
  lastSeq: z.int(),
});
export type LogPage = z.infer<typeof LogPage>;
export const LogPageInput = z.object({
  machineId: Id,
  afterSeq: z.int().min(0),
  limit: z.int().min(1).max(LIMITS.pageEntries).default(LIMITS.pageEntries),
});

/** A machine's state after entry `seq`, as text for `deserialise`; null: none is stored, the fold begins at boot. */
export const LogSnapshot = z.object({ seq: z.int(), text: z.string() }).nullable();
export type LogSnapshot = z.infer<typeof LogSnapshot>;
export const LogSnapshotInput = z.object({ machineId: Id, atSeq: z.int().min(0) });

export const LogVerdict = z.discriminatedUnion('ok', [
  z.object({
    /** True: every command, carried out again, gives the same facts. Null: `onlyFolded` entries could only be folded. */
    ok: z.literal([true, null]),
    machineId: z.string(),
    policy: z.string(),
    seq: z.int(),
    digest: z.string(),
    hash: z.string(),
    carriedOut: z.int(),
    onlyFolded: z.int(),
    /** `here`: entry by entry what this server recorded. `signed`: with this server's key, of a machine that is not here any more. */
    origin: z.enum(['here', 'signed', 'elsewhere']),
  }),
  z.object({
    ok: z.literal(false),
    /** 1-based line of the file. */
    line: z.int(),
    /** The entry at fault, if it is known. */
    entry: z.int().nullable(),
    /** The last entry before it; all entries up to this one are valid. */
    goodTo: z.int(),
    message: z.string(),
  }),
]);
export type LogVerdict = z.infer<typeof LogVerdict>;

export const LabSummary = z.object({
  slug: z.string(),
  number: z.int(),
  title: z.string(),
  claim: z.string(),
  minutes: z.int(),
  canStart: z.boolean(),
  /** Why it cannot be started today, as a whole sentence. */
  reason: z.string().nullable(),
});
export type LabSummary = z.infer<typeof LabSummary>;
