import {
  type AppendResult,
  checkBatch,
  type EventStore,
  MISSED_LIMIT,
  type NewEvent,
  repeatOf,
  type StoredEvent,
  sealEvents,
} from '@overcommit/event-store';
import { type DatabaseClock, isStampOf } from './databaseClock.ts';
import type { WriteBatch } from './groupCommit.ts';
import type { HeadCache } from './headCache.ts';
import type { StreamReader } from './streamReader.ts';

type AppendPorts = {
  reader: StreamReader;
  heads: HeadCache;
  write: WriteBatch;
  clock: DatabaseClock;
  lift: (event: StoredEvent) => StoredEvent;
};

/** An append that is stamped again this often does not wait for locks, but for a clock that cannot be followed. */
const MOST_STAMPS = 10;

/** Seals the events with the hash chain, stamped with the database's time, and writes them at the expected version. */
export function createAppend(ports: AppendPorts): EventStore['append'] {
  const { reader, heads, write, clock } = ports;
  return async (streamId, expectedVersion, events) => {
    checkBatch(events);
    const head = await reader.headAt(streamId, expectedVersion);
    if (!head) return explain(ports, { streamId, expectedVersion, events });
    for (let stamps = 0; stamps < MOST_STAMPS; stamps++) {
      const stamp = await clock.now();
      const sealed = sealEvents(events, { streamId, head, recordedAt: stamp.toISOString() });
      const { isWritten, at } = await write({ streamId, expectedVersion, events: sealed });
      if (isWritten && at) clock.learn(at);
      if (!isWritten && at && !isStampOf(stamp, at)) {
        clock.reset(at);
        continue;
      }
      if (!isWritten) return explain(ports, { streamId, expectedVersion, events });
      const newest = sealed[sealed.length - 1] as StoredEvent;
      heads.set(streamId, { version: newest.version, hash: newest.hash });
      return { ok: true, version: newest.version, events: sealed, isRepeat: false };
    }
    throw new Error(`the clock of the database runs away from an append to ${streamId}`);
  };
}

type Refused = { streamId: string; expectedVersion: number; events: readonly NewEvent[] };

/** Why nothing was written: the commands are there already, the stream went on, or there is none. */
async function explain({ reader, lift }: AppendPorts, refused: Refused): Promise<AppendResult> {
  const { streamId, expectedVersion, events } = refused;
  const commandIds = events.map((event) => event.metadata.commandId);
  const repeat = repeatOf(events, await reader.byCommands(streamId, commandIds));
  if (repeat) return { ok: true, version: repeat.at(-1)?.version ?? 0, events: repeat.map(lift), isRepeat: true };
  const row = await reader.row(streamId);
  if (!row) return { ok: false, reason: 'noStream' };
  const missed = await reader.events(streamId, { after: expectedVersion, limit: MISSED_LIMIT });
  const version = Math.max(row.version, missed.at(-1)?.version ?? 0);
  return { ok: false, reason: 'conflict', version, missed: missed.map(lift) };
}
