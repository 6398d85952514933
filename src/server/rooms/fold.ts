import type { EventStore } from '@overcommit/event-store';
import { type LogHeader, LogHeaderSchema, toWireEntry } from '@overcommit/protocol';
import { notFound } from '../errors.ts';
import type { Host } from './machines/host.ts';
import { readJob } from './machines/jobs.ts';

type FoldPorts = { store: EventStore; host: Host };

const PAGE = 500;

/** The header of a machine's stream. @throws AppError NOT_FOUND */
export async function readHeader(store: EventStore, machineId: string): Promise<LogHeader> {
  const stream = await store.stream(machineId);
  if (stream?.kind !== 'machine') throw notFound('There is no such machine.');
  return LogHeaderSchema.parse(stream.header);
}

/** A machine that was put into the memory of its host: where it stands, and what that cost. */
export type Loaded = { seq: number; ms: number };

/** Puts a machine into its host as its log says it is now, from a snapshot and the entries after it, or from boot. */
export async function loadMachine(
  { store, host }: FoldPorts,
  machineId: string,
  { header, atMost }: { header: LogHeader; atMost?: number },
): Promise<Loaded> {
  const snapshot = await store.latestSnapshot(machineId, atMost);
  const key = keyOf(machineId, atMost);
  const { answer, ms } = await host.run(key, { kind: 'begin', spec: header.machine.spec, snapshot });
  const folded = await foldTail({ store, host }, machineId, { seq: answer.seq, atMost });
  return { seq: folded.seq, ms: ms + folded.ms };
}

/** Folds the entries after `seq` (the last one: `atMost`) into the machine that its host keeps. */
export async function foldTail(
  { store, host }: FoldPorts,
  machineId: string,
  { seq, atMost }: { seq: number; atMost?: number },
): Promise<Loaded> {
  const loaded = { seq, ms: 0 };
  for (;;) {
    const limit = Math.min(PAGE, (atMost ?? Number.POSITIVE_INFINITY) - loaded.seq);
    const events = limit <= 0 ? [] : await store.read(machineId, { after: loaded.seq, limit });
    if (events.length > 0) {
      const entries = events.map(toWireEntry);
      const done = await host.run(keyOf(machineId, atMost), { kind: 'fold', entries });
      loaded.seq = done.answer.seq;
      loaded.ms += done.ms;
    }
    if (events.length < PAGE) return loaded;
  }
}

/** Below this key a machine as it was is kept beside the one as it is. */
const keyOf = (machineId: string, atMost: number | undefined): string =>
  atMost === undefined ? machineId : `${machineId}@${atMost}`;

/** The machine that a key is for. */
export const machineOfKey = (key: string): string => key.split('@')[0] ?? key;

/** The digest of the machine as it was after entry `seq`, which the log must have. */
export async function digestAt(ports: FoldPorts, machineId: string, seq: number): Promise<string> {
  const header = await readHeader(ports.store, machineId);
  const key = keyOf(machineId, seq);
  try {
    const loaded = await loadMachine(ports, machineId, { header, atMost: seq });
    if (loaded.seq !== seq) throw new Error(`the log of ${machineId} has no entry ${loaded.seq + 1}`);
    return (await ports.host.run(key, readJob('digest', []))).answer.digest;
  } finally {
    await ports.host.run(key, { kind: 'forget' });
  }
}
