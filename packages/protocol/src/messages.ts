import { z } from 'zod';
import type { DeskAt, DeskChanged, DeskJoinAnswer, DeskPeople } from './deskMessages.ts';
import { type WireEntry, WireEntrySchema } from './entry.ts';
import { type Refused, RefusedSchema } from './errors.ts';
import { Id, Seq } from './ids.ts';
import { PROTOCOL_VERSION } from './limits.ts';

/** Socket messages. README.md states their order and the guarantees of each side. */

/** An entry whose contents the viewer may not see. It keeps its number, so there is no gap. */
export type HiddenEntry = { seq: number; tick: number; isHidden: true };
/** An entry that does not fit into a frame; the client fetches it by `machine:part`. */
export type LargeEntry = { seq: number; parts: number };
export type SeenEntry = WireEntry | HiddenEntry;
export type SentEntry = SeenEntry | LargeEntry;

const Hidden = z.strictObject({ seq: Seq, tick: z.number().int().min(0), isHidden: z.literal(true) });
const Large = z.strictObject({ seq: Seq, parts: z.number().int().min(1) });
export const SentEntrySchema: z.ZodType<SentEntry> = z.union([WireEntrySchema, Hidden, Large]);

export const JoinInput = z.strictObject({
  machineId: Id,
  /** The sender's own number; 0 = nothing yet. */
  afterSeq: Seq,
  protocol: z.literal(PROTOCOL_VERSION, `this server speaks protocol ${PROTOCOL_VERSION}: reload the page`),
});
export type JoinInput = z.infer<typeof JoinInput>;
export const LeaveInput = z.strictObject({ machineId: Id });
export const PartInput = z.strictObject({
  machineId: Id,
  what: z.enum(['entry', 'snapshot']),
  seq: Seq,
  /** From 0. */
  part: z.number().int().min(0).max(100_000),
});
export type PartInput = z.infer<typeof PartInput>;

/** A person's presence: in memory only, it ends with the connection. */
export const Presence = z.strictObject({
  isHandRaised: z.boolean().default(false),
  /** The entry they look at; null = live. */
  atSeq: Seq.nullable().default(null),
  /** The view and the process that they look at. */
  view: z.string().max(40).nullable().default(null),
  pid: z.number().int().min(0).nullable().default(null),
});
export type Presence = z.infer<typeof Presence>;
export const PresenceInput = z.strictObject({ machineId: Id, presence: Presence });
export type PresenceInput = z.infer<typeof PresenceInput>;

/** Leading a shared replay: others may follow; following is voluntary. */
export const LeadInput = z.strictObject({ machineId: Id, isLeading: z.boolean() });
export type LeadInput = z.infer<typeof LeadInput>;
/** The position of the leader: an entry, and the part of the screen. */
export const WhereInput = z.strictObject({ machineId: Id, seq: Seq, view: z.string().max(40).nullable() });
export type WhereInput = z.infer<typeof WhereInput>;
export const LeaderInput = z.strictObject({ machineId: Id });
/** `seq` null = they have not moved yet. */
export type LeaderAt = { actorId: string; seq: number | null; view: string | null };
export type LeaderAnswer = { ok: true; leader: LeaderAt | null } | Refused;

/** `seq` is the log's last number at the time of the answer. */
export type JoinAnswer =
  | { ok: true; kind: 'upToDate'; seq: number }
  /** In order, from `afterSeq + 1`. `isMore`: this was a page, join again from the last of it. */
  | { ok: true; kind: 'entries'; seq: number; entries: SentEntry[]; isMore: boolean }
  /** Discard the client's state; start from the snapshot, whose `parts` are fetched by `machine:part`; then the tail as above. */
  | { ok: true; kind: 'resync'; seq: number; snapshot: SnapshotHead; entries: SentEntry[]; isMore: boolean }
  | Refused;
/** `seq` 0 with 0 parts = the machine at boot. */
export type SnapshotHead = { seq: number; parts: number };
export type PartAnswer = { ok: true; text: string; parts: number } | Refused;
export type PlainAnswer = { ok: true } | Refused;

const Tail = { seq: Seq, entries: z.array(SentEntrySchema), isMore: z.boolean() };
export const JoinAnswerSchema: z.ZodType<JoinAnswer> = z.union([
  z.object({ ok: z.literal(true), kind: z.literal('upToDate'), seq: Seq }),
  z.object({ ok: z.literal(true), kind: z.literal('entries'), ...Tail }),
  z.object({
    ok: z.literal(true),
    kind: z.literal('resync'),
    snapshot: z.object({ seq: Seq, parts: z.number().int().min(0) }),
    ...Tail,
  }),
  RefusedSchema,
]);

export type MachineEntry = { machineId: string; entry: SentEntry };
export type PresenceList = { machineId: string; people: PresentPerson[] };
/** One line per person, however many windows they have open. */
export type PresentPerson = Presence & { actorId: string };
/** A message by staff to all who are looking at a machine now. It is not stored, and later visitors do not see it. */
export type MachineNote = { machineId: string; from: string; text: string };
export type ReplayLeader = { machineId: string; leader: LeaderAt | null };
/** The machine can no longer be seen by this viewer; the client stops asking. */
export type MachineGone = { machineId: string; reason: 'deleted' | 'removed' };

type Ack<Answer> = (answer: Answer) => void;
export type ClientToServer = {
  'machine:join': (input: JoinInput, ack: Ack<JoinAnswer>) => void;
  'machine:leave': (input: { machineId: string }, ack: Ack<PlainAnswer>) => void;
  'machine:part': (input: PartInput, ack: Ack<PartAnswer>) => void;
  'presence:update': (input: { machineId: string; presence: Partial<Presence> }, ack: Ack<PlainAnswer>) => void;
  'replay:lead': (input: LeadInput, ack: Ack<PlainAnswer>) => void;
  'replay:where': (input: WhereInput, ack: Ack<PlainAnswer>) => void;
  'replay:leader': (input: { machineId: string }, ack: Ack<LeaderAnswer>) => void;
  'desk:join': (input: { assignmentId: string; protocol: number }, ack: Ack<DeskJoinAnswer>) => void;
  'desk:leave': (input: { assignmentId: string }, ack: Ack<PlainAnswer>) => void;
  'desk:at': (input: DeskAt & { assignmentId: string }, ack: Ack<PlainAnswer>) => void;
};
export type ServerToClient = {
  'replay:leader': (message: ReplayLeader) => void;
  'machine:entry': (message: MachineEntry) => void;
  'presence:list': (message: PresenceList) => void;
  'machine:note': (message: MachineNote) => void;
  'machine:gone': (message: MachineGone) => void;
  /** Whether this server hears the others of its service: while it does not, changes of people there come late. */
  'server:reach': (message: { isReached: boolean }) => void;
  'desk:changed': (message: DeskChanged) => void;
  'desk:people': (message: DeskPeople) => void;
  /** The reader is no longer staff of this course: stop asking. */
  'desk:gone': (message: { assignmentId: string }) => void;
};
