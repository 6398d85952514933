import type { StoredEvent } from '@overcommit/event-store';
import { toRow } from './rows.ts';
import type { Sql } from './sql.ts';

/** Sealed events of one stream that go in together or not at all. */
export type SealedBatch = { streamId: string; expectedVersion: number; events: StoredEvent[] };
/** False: the stream is not at the expected version, or one of the commands is in it already; nothing was written. */
export type WriteBatch = (batch: SealedBatch) => Promise<boolean>;

type Waiting = { batch: SealedBatch; settle: (isWritten: boolean) => void; fail: (error: unknown) => void };

/** Batches in one statement. More wait for the next one. */
const MOST_BATCHES = 200;

/**
 * Rows are locked in one order, so that two processes that append to the same streams cannot wait for each other.
 * The stream's row is moved only from the expected version, so of two appends at the same version the second fails.
 */
const APPEND = `
WITH batch AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS b(n int, stream_id text, expected int, next int, command_ids text[], events jsonb)
), locked AS (
  SELECT s.id FROM streams s JOIN batch b ON b.stream_id = s.id ORDER BY s.id FOR UPDATE OF s
), moved AS (
  UPDATE streams s SET version = b.next
  FROM batch b JOIN locked l ON l.id = b.stream_id
  WHERE s.id = b.stream_id AND s.version = b.expected
    AND NOT EXISTS (SELECT 1 FROM events e WHERE e.stream_id = b.stream_id AND e.command_id = ANY (b.command_ids))
  RETURNING s.id
)
INSERT INTO events (stream_id, version, type, schema_version, data, metadata, command_id, recorded_at, hash)
SELECT b.stream_id, e.version, e.type, e.schema_version, e.data, e.metadata, e.command_id, e.recorded_at, e.hash
FROM moved m JOIN batch b ON b.stream_id = m.id,
  jsonb_to_recordset(b.events) AS e(version int, type text, schema_version int, data jsonb, metadata jsonb, command_id text, recorded_at timestamptz, hash text)
ORDER BY b.n, e.version
RETURNING stream_id`;

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
    new Promise<boolean>((settle, fail) => {
      waiting.push({ batch, settle, fail });
      // Appends of the same turn of the event loop go along.
      queueMicrotask(() => void flush());
    });
}

/** Never throws: each batch gets its own outcome. One that the database refuses does not stop the others. */
async function writeGroup(sql: Sql, group: Waiting[]): Promise<void> {
  try {
    const written = await write(
      sql,
      group.map((one) => one.batch),
    );
    for (const { batch, settle } of group) settle(written.has(batch.streamId));
  } catch (error) {
    if (group.length === 1) group[0]?.fail(error);
    else for (const one of group) await writeGroup(sql, [one]);
  }
}

async function write(sql: Sql, batches: SealedBatch[]): Promise<Set<string>> {
  const input = batches.map(({ streamId, expectedVersion, events }, n) => ({
    n,
    stream_id: streamId,
    expected: expectedVersion,
    next: expectedVersion + events.length,
    command_ids: events.map((event) => event.metadata.commandId),
    events: events.map(toRow),
  }));
  const rows = await sql.$queryRawUnsafe<{ stream_id: string }[]>(APPEND, JSON.stringify(input));
  return new Set(rows.map((row) => row.stream_id));
}
