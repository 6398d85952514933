import type { StoredEvent } from '@overcommit/event-store';
import { toRow } from './rows.ts';
import type { Sql } from './sql.ts';

/** Sealed events of one stream that go in together or not at all. */
export type SealedBatch = { streamId: string; expectedVersion: number; events: StoredEvent[] };
/**
 * `isWritten` false: the stream is not at the expected version, or one of the commands is in it already, or its time is
 * not the database's; nothing was written. `at`: the database's time once the stream was locked; null without a stream.
 */
export type Written = { isWritten: boolean; at: Date | null };
export type WriteBatch = (batch: SealedBatch) => Promise<Written>;

type Waiting = { batch: SealedBatch; settle: (written: Written) => void; fail: (error: unknown) => void };

/**
 * How far the time of an event may be behind the database's time at which it is written, and how far ahead of it.
 * What is written later than `STAMP_BEHIND_MS` after a deadline therefore bears a time after it.
 */
export const STAMP_BEHIND_MS = 2000;
export const STAMP_AHEAD_MS = 1000;

/** Batches in one statement. More wait for the next one. */
const MOST_BATCHES = 200;

/**
 * Rows are locked in one order, so that two processes that append to the same streams cannot wait for each other.
 * The stream's row is moved only from the expected version, so of two appends at the same version the second fails.
 * The clock is read behind the lock: an append that waited for it is measured when it goes on.
 */
const APPEND = `
WITH batch AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS b(n int, stream_id text, expected int, next int, recorded_at timestamptz, command_ids text[], events jsonb)
), locked AS (
  SELECT s.id FROM streams s JOIN batch b ON b.stream_id = s.id ORDER BY s.id FOR UPDATE OF s
), timed AS MATERIALIZED (
  SELECT l.id, clock_timestamp() AS at FROM locked l
), moved AS (
  UPDATE streams s SET version = b.next
  FROM batch b JOIN timed t ON t.id = b.stream_id
  WHERE s.id = b.stream_id AND s.version = b.expected
    AND b.recorded_at BETWEEN t.at - interval '${STAMP_BEHIND_MS} ms' AND t.at + interval '${STAMP_AHEAD_MS} ms'
    AND NOT EXISTS (SELECT 1 FROM events e WHERE e.stream_id = b.stream_id AND e.command_id = ANY (b.command_ids))
  RETURNING s.id
), added AS (
INSERT INTO events (stream_id, version, type, schema_version, data, metadata, command_id, recorded_at, hash)
SELECT b.stream_id, e.version, e.type, e.schema_version, e.data, e.metadata, e.command_id, e.recorded_at, e.hash
FROM moved m JOIN batch b ON b.stream_id = m.id,
  jsonb_to_recordset(b.events) AS e(version int, type text, schema_version int, data jsonb, metadata jsonb, command_id text, recorded_at timestamptz, hash text)
ORDER BY b.n, e.version
RETURNING stream_id
)
SELECT t.id AS stream_id, t.at, EXISTS (SELECT 1 FROM added a WHERE a.stream_id = t.id) AS is_written FROM timed t`;

/** Appends of many streams that wait at the same time go to the database in one round trip. */
export function createGroupCommit(sql: Sql): WriteBatch {
  let waiting: Waiting[] = [];
  let isFlushing = false;

  async function flush(): Promise<void> {
    if (isFlushing) return;
    isFlushing = true;
    while (waiting.length > 0) await writeGroup(sql, takeGroup());
    isFlushing = false;
  }

  /** One batch a stream: a second one of the same stream waits for the next round. */
  function takeGroup(): Waiting[] {
    const group = new Map<string, Waiting>();
    const later: Waiting[] = [];
    for (const one of waiting) {
      if (group.size < MOST_BATCHES && !group.has(one.batch.streamId)) group.set(one.batch.streamId, one);
      else later.push(one);
    }
    waiting = later;
    return [...group.values()];
  }

  return (batch) =>
    new Promise<Written>((settle, fail) => {
      waiting.push({ batch, settle, fail });
      // Appends of the same turn of the event loop go along.
      queueMicrotask(() => void flush());
    });
}

const NO_STREAM: Written = { isWritten: false, at: null };

/** Never throws: each batch gets its own outcome. One that the database refuses does not stop the others. */
async function writeGroup(sql: Sql, group: Waiting[]): Promise<void> {
  try {
    const written = await write(
      sql,
      group.map((one) => one.batch),
    );
    for (const { batch, settle } of group) settle(written.get(batch.streamId) ?? NO_STREAM);
  } catch (error) {
    if (group.length === 1) group[0]?.fail(error);
    else for (const one of group) await writeGroup(sql, [one]);
  }
}

type AppendRow = { stream_id: string; at: Date; is_written: boolean };

async function write(sql: Sql, batches: SealedBatch[]): Promise<Map<string, Written>> {
  const input = batches.map(({ streamId, expectedVersion, events }, n) => ({
    n,
    stream_id: streamId,
    expected: expectedVersion,
    next: expectedVersion + events.length,
    recorded_at: events[0]?.recordedAt,
    command_ids: events.map((event) => event.metadata.commandId),
    events: events.map(toRow),
  }));
  const rows = await sql.$queryRawUnsafe<AppendRow[]>(APPEND, JSON.stringify(input));
  return new Map(rows.map(({ stream_id, at, is_written }) => [stream_id, { isWritten: is_written, at }]));
}
