import { applyEntry, boot, deserialise, digest, ENGINE_VERSION, type Machine, serialise } from '@overcommit/engine';
import type { EventStore, Snapshot } from '@overcommit/event-store';
import { type LogHeader, LogHeaderSchema, toWireEntry } from '@overcommit/protocol';
import { notFound } from '../errors.ts';

const PAGE = 500;
/** The shape of the state belongs to an engine version. Snapshots of other versions are not used. */
const SNAPSHOT_TYPE = `machine@${ENGINE_VERSION}`;

/** The header of a machine's stream. @throws AppError NOT_FOUND */
export async function readHeader(store: EventStore, machineId: string): Promise<LogHeader> {
  const stream = await store.stream(machineId);
  if (stream?.kind !== 'machine') throw notFound('There is no such machine.');
  return LogHeaderSchema.parse(stream.header);
}

/** A machine as its log says it is now, from a snapshot and the entries after it, or from boot. */
export async function foldMachine(store: EventStore, machineId: string, header: LogHeader): Promise<Machine> {
  const machine = (await fromSnapshot(store, machineId)) ?? boot(header.machine.spec);
  return foldTail(store, machineId, machine);
}

/** Folds the entries after the machine's own number. */
export async function foldTail(store: EventStore, machineId: string, machine: Machine): Promise<Machine> {
  for (;;) {
    const events = await store.read(machineId, { after: machine.seq, limit: PAGE });
    for (const event of events) applyEntry(machine, toWireEntry(event));
    if (events.length < PAGE) return machine;
  }
}

/** The digest of the machine as it was after entry `seq`, which the log must have. */
export async function digestAt(store: EventStore, machineId: string, seq: number): Promise<string> {
  const machine =
    (await fromSnapshot(store, machineId, seq)) ?? boot((await readHeader(store, machineId)).machine.spec);
  while (machine.seq < seq) {
    const limit = Math.min(PAGE, seq - machine.seq);
    const events = await store.read(machineId, { after: machine.seq, limit });
    if (events.length === 0) throw new Error(`the log of ${machineId} has no entry ${machine.seq + 1}`);
    for (const event of events) applyEntry(machine, toWireEntry(event));
  }
  return digest(machine);
}

async function fromSnapshot(store: EventStore, machineId: string, atMost?: number): Promise<Machine | null> {
  const snapshot = await store.latestSnapshot(machineId, atMost);
  if (!snapshot || !isUsable(snapshot)) return null;
  try {
    const machine = deserialise(snapshot.state);
    return machine.seq === snapshot.version ? machine : null;
  } catch {
    // A snapshot is only a cache: the log has everything.
    return null;
  }
}

/** Whether this process's engine can go on from a snapshot. */
export function isUsable(snapshot: Snapshot): boolean {
  return snapshot.type === SNAPSHOT_TYPE && snapshot.schemaVersion === 1;
}

/** A machine's state, ready to be saved. */
export function takeSnapshot(machine: Machine): Snapshot {
  return { version: machine.seq, type: SNAPSHOT_TYPE, schemaVersion: 1, state: serialise(machine) };
}
