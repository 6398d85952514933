import type { EventStore, Snapshot } from '@overcommit/event-store';
import { type LogHeader, LogHeaderSchema, toWireEntry } from '@overcommit/protocol';
import { AppError, notFound } from '../errors.ts';
import { isOutage } from '../outage.ts';
import type { Host } from './machines/host.ts';
import { MachineGone, readJob } from './machines/jobs.ts';
import { isUsable } from './snapshot.ts';
import type { RoomLog } from './types.ts';

type FoldPorts = { store: EventStore; host: Host };
type LoadPorts = FoldPorts & { log: RoomLog };

/** Entries in one job: a long log must not hold its thread. */
const PAGE = 100;

/** The header of a machine's stream. @throws AppError NOT_FOUND */
export async function readHeader(store: EventStore, machineId: string): Promise<LogHeader> {
  const stream = await store.stream(machineId);
  if (stream?.kind !== 'machine') throw notFound('There is no such machine.');
  return LogHeaderSchema.parse(stream.header);
}

/** A machine that was put into the memory of its host: where it stands, and what that cost. */
export type Loaded = { seq: number; ms: number };
/** `key`: under which the host keeps it, `machineOfKey` of which is the machine. `atMost`: the last entry to fold. */
type Wanted = { key: string; header: LogHeader; atMost?: number };

/**
 * Puts a machine into its host as its log says it is, from a snapshot and the entries after it, or from boot. A snapshot
 * on which the log does not go on is dropped with the others: they are a cache, and the log has everything.
 */
export async function loadMachine(ports: LoadPorts, wanted: Wanted): Promise<Loaded> {
  const { store, log } = ports;
  const machineId = machineOfKey(wanted.key);
  const snapshot = await store.latestSnapshot(machineId, wanted.atMost);
  if (!snapshot || !isUsable(snapshot)) return foldFrom(ports, wanted, null);
  try {
    return await foldFrom(ports, wanted, snapshot);
  } catch (err) {
    if (err instanceof MachineGone || err instanceof AppError || isOutage(err)) throw err;
    const about = { machineId, version: snapshot.version, err };
    log.error(about, 'a snapshot does not fit its log; the machine is folded from its first entry');
    await store.deleteSnapshots(machineId);
    return foldFrom(ports, wanted, null);
  }
}

async function foldFrom(ports: FoldPorts, { key, header, atMost }: Wanted, snapshot: Snapshot | null): Promise<Loaded> {
  const { answer, ms } = await ports.host.run(key, { kind: 'begin', spec: header.machine.spec, snapshot });
  const folded = await foldTail(ports, key, { seq: answer.seq, atMost });
  return { seq: folded.seq, ms: ms + folded.ms };
}

/** Folds the entries after `seq` (the last one: `atMost`) into the machine that its host keeps. */
export async function foldTail(
  { store, host }: FoldPorts,
  key: string,
  { seq, atMost }: { seq: number; atMost?: number },
): Promise<Loaded> {
  const loaded = { seq, ms: 0 };
  for (;;) {
    const limit = Math.min(PAGE, (atMost ?? Number.POSITIVE_INFINITY) - loaded.seq);
    const events = limit <= 0 ? [] : await store.read(machineOfKey(key), { after: loaded.seq, limit });
    if (events.length > 0) {
      const done = await host.run(key, { kind: 'fold', entries: events.map(toWireEntry) });
      loaded.seq = done.answer.seq;
      loaded.ms += done.ms;
    }
    if (events.length < PAGE) return loaded;
  }
}

/** The machine that a key is for. */
export const machineOfKey = (key: string): string => key.split('@')[0] ?? key;

let lastAside = 0;

/** Folds the machine as it was after entry `seq`, which the log must have, beside the one as it is, for as long as `work` takes. */
async function aside<T>(
  ports: LoadPorts,
  { machineId, seq }: { machineId: string; seq: number },
  work: (key: string) => Promise<T>,
): Promise<T> {
  const header = await readHeader(ports.store, machineId);
  lastAside += 1;
  const key = `${machineId}@${lastAside}`;
  try {
    const loaded = await loadMachine(ports, { key, header, atMost: seq });
    if (loaded.seq !== seq) throw new Error(`the log of ${machineId} has no entry ${loaded.seq + 1}`);
    return await work(key);
  } finally {
    await ports.host.run(key, { kind: 'forget' }).catch(() => undefined);
  }
}

/** The digest of the machine as it was after entry `seq`. */
export function digestAt(ports: LoadPorts, machineId: string, seq: number): Promise<string> {
  return aside(
    ports,
    { machineId, seq },
    async (key) => (await ports.host.run(key, readJob('digest', []))).answer.digest,
  );
}

/** Whether the log, folded up to a snapshot's entry, comes to the snapshot. */
export function isFoldOf(ports: LoadPorts, machineId: string, snapshot: Snapshot): Promise<boolean> {
  const at = { machineId, seq: snapshot.version };
  return aside(ports, at, async (key) => (await ports.host.run(key, { kind: 'compare', snapshot })).answer.isSame);
}
