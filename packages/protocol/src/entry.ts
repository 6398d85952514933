import type { Command, Entry, Fact, PolicyId, SeatRole } from '@overcommit/engine';
import { readPolicy } from '@overcommit/engine';
import type { JsonObject, NewEvent, StoredEvent } from '@overcommit/event-store';
import { z } from 'zod';
import { CommandId, Hash, Id, Seq, Time } from './ids.ts';

/** An entry as it is stored, sent and exported: the engine's entry, with the time of its recording and its hash. */
export type WireEntry = Entry & {
  recordedAt: string;
  hash: string;
  /** Shape of command and facts; absent = 1. Not hashed. */
  schemaVersion?: number;
};

/** A listed kernel or a release of Linux, such as `linux-6.12`. The error says what is accepted. */
export const Policy = z.string().transform((text, context): PolicyId => {
  const read = readPolicy(text);
  if (read.ok) return read.id;
  context.addIssue({ code: 'custom', message: read.message });
  return z.NEVER;
});
export const Role = z.enum(['student', 'staff']) satisfies z.ZodType<SeatRole>;

/** A command or fact of any version; only the engine looks inside. */
const Verbed = z.looseObject({ verb: z.string().min(1) }).transform((value) => value as unknown as Command);
const Typed = z.looseObject({ type: z.string().min(1) }).transform((value) => value as unknown as Fact);

export const WireEntrySchema: z.ZodType<WireEntry> = z.strictObject({
  seq: Seq.min(1),
  tick: z.number().int().min(0),
  actor: Id,
  commandId: CommandId,
  command: Verbed,
  facts: z.array(Typed),
  engineVersion: z.string().min(1).max(40),
  policy: Policy,
  recordedAt: Time,
  hash: Hash,
  schemaVersion: z.number().int().min(1).optional(),
});

/** Type of a machine's events in the store, and the shape that is written today. */
export const ENTRY_TYPE = 'entry';
export const ENTRY_SCHEMA_VERSION = 1;

/** An entry to be stored; the store adds number, time and hash. */
export function toNewEvent(entry: Omit<Entry, 'seq'>): NewEvent {
  const { tick, actor, commandId, command, facts, engineVersion, policy } = entry;
  return {
    type: ENTRY_TYPE,
    schemaVersion: ENTRY_SCHEMA_VERSION,
    data: { tick, command, facts },
    metadata: { actor, commandId, engineVersion, policy },
  };
}

/** The entry in a stored event of a machine. */
export function toWireEntry(event: StoredEvent): WireEntry {
  const { tick, command, facts } = event.data as { tick: number; command: Command; facts: Fact[] };
  const { actor, commandId, engineVersion = '', policy } = event.metadata;
  const entry: WireEntry = {
    seq: event.version,
    tick,
    actor,
    commandId,
    command,
    facts,
    engineVersion,
    policy: policy as PolicyId,
    recordedAt: event.recordedAt,
    hash: event.hash,
  };
  return event.schemaVersion === 1 ? entry : { ...entry, schemaVersion: event.schemaVersion };
}

/** What an entry's hash covers. */
export function hashedPart(entry: WireEntry): JsonObject {
  const { seq, tick, actor, commandId, command, facts, engineVersion, policy, recordedAt } = entry;
  return { seq, tick, actor, commandId, command, facts, engineVersion, policy, recordedAt };
}
