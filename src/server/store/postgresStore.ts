import {
  type AppendResult,
  assertSameStream,
  checkBatch,
  type EventStore,
  type Head,
  hashHeader,
  type JsonObject,
  MISSED_LIMIT,
  type NewEvent,
  NO_UPCASTERS,
  type ReadOptions,
  repeatOf,
  type StoredEvent,
  sealEvents,
  type Upcasters,
  upcastEvent,
} from '@overcommit/event-store';
import { createGroupCommit } from './groupCommit.ts';
import { createHeadCache } from './headCache.ts';
import { readAllStreams } from './readAll.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from './rows.ts';
import { snapshotMethods } from './snapshots.ts';
import type { Sql } from './sql.ts';

export type PostgresStoreOptions = {
  sql: Sql;
  upcasters?: Upcasters;
  /** The time of recording; the process's clock unless a test says otherwise. */
  now?: () => Date;
};

type StreamRow = { id: string; kind: string; header: JsonObject; version: number; created_at: Date };

/** Far above any log's length, within Postgres' int. */
const NO_LIMIT = 2_000_000_000;

const READ = `SELECT ${EVENT_COLUMNS} FROM events WHERE stream_id = $1 AND version > $2::int ORDER BY version LIMIT $3::int`;

/** Only what is stored compressed, which is what is large, has to be opened to be measured. */
const DATA_BYTES =
  'CASE WHEN pg_column_compression(data) IS NULL THEN pg_column_size(data) ELSE octet_length(data::text) END';
const READ_BYTES = `SELECT ${EVENT_COLUMNS} FROM (
  SELECT *, sum(${DATA_BYTES}) OVER (ORDER BY version) AS bytes FROM (${READ}) AS page
) AS measured WHERE version = $2::int + 1 OR bytes <= $4::int ORDER BY version`;

/** The event store in Postgres, through a Prisma client. */
export function createPostgresStore({
  sql,
  upcasters = NO_UPCASTERS,
  now = () => new Date(),
}: PostgresStoreOptions): EventStore {
  const write = createGroupCommit(sql);
  const heads = createHeadCache();
  const lift = (event: StoredEvent) => upcastEvent(upcasters, event);

  async function streamRow(streamId: string): Promise<StreamRow | null> {
    const rows = await sql.$queryRawUnsafe<StreamRow[]>(
      'SELECT id, kind, header, version, created_at FROM streams WHERE id = $1',
      streamId,
    );
    return rows[0] ?? null;
  }

  /** The stream's state at a version that may be its last; null if it was never there. */
  async function headAt(streamId: string, version: number): Promise<Head | null> {
    const known = heads.get(streamId, version);
    if (known) return known;
    if (version === 0) {
      const row = await streamRow(streamId);
      return row ? { version, hash: hashHeader(row.header) } : null;
    }
    const query = 'SELECT hash FROM events WHERE stream_id = $1 AND version = $2::int';
    const rows = await sql.$queryRawUnsafe<{ hash: string }[]>(query, streamId, version);
    return rows[0] ? { version, hash: rows[0].hash } : null;
  }

  async function read(
    streamId: string,
    { after = 0, limit = NO_LIMIT, mostBytes }: ReadOptions = {},
  ): Promise<StoredEvent[]> {
    const rows =
      mostBytes === undefined
        ? await sql.$queryRawUnsafe<EventRow[]>(READ, streamId, after, limit)
        : await sql.$queryRawUnsafe<EventRow[]>(READ_BYTES, streamId, after, limit, mostBytes);
    return rows.map(toEvent);
  }

  async function byCommands(streamId: string, commandIds: string[]): Promise<StoredEvent[]> {
    const query = `SELECT ${EVENT_COLUMNS} FROM events WHERE stream_id = $1 AND command_id = ANY ($2::text[])`;
    return (await sql.$queryRawUnsafe<EventRow[]>(query, streamId, commandIds)).map(toEvent);
  }

  /** Why nothing was written: the commands are there already, the stream went on, or there is none. */
  async function explain(
    streamId: string,
    expectedVersion: number,
    events: readonly NewEvent[],
  ): Promise<AppendResult> {
    const commandIds = events.map((event) => event.metadata.commandId);
    const repeat = repeatOf(events, await byCommands(streamId, commandIds));
    if (repeat) return { ok: true, version: repeat.at(-1)?.version ?? 0, events: repeat.map(lift), isRepeat: true };
    const row = await streamRow(streamId);
    if (!row) return { ok: false, reason: 'noStream' };
    const missed = await read(streamId, { after: expectedVersion, limit: MISSED_LIMIT });
    const version = Math.max(row.version, missed.at(-1)?.version ?? 0);
    return { ok: false, reason: 'conflict', version, missed: missed.map(lift) };
  }

  return {
    ...snapshotMethods(sql, upcasters),

    async createStream({ streamId, kind, header }) {
      const query =
        'INSERT INTO streams (id, kind, header) VALUES ($1, $2, $3::jsonb) ON CONFLICT (id) DO NOTHING RETURNING id';
      const rows = await sql.$queryRawUnsafe<unknown[]>(query, streamId, kind, JSON.stringify(header));
      if (rows.length > 0) return { isNew: true };
      const existing = await streamRow(streamId);
      if (existing)
        assertSameStream({ streamId, kind: existing.kind, header: existing.header }, { streamId, kind, header });
      return { isNew: false };
    },

    async stream(streamId) {
      const row = await streamRow(streamId);
      return row && { streamId, kind: row.kind, header: row.header, createdAt: row.created_at.toISOString() };
    },

    async head(streamId) {
      const row = await streamRow(streamId);
      return row && headAt(streamId, row.version);
    },

    async append(streamId, expectedVersion, events) {
      checkBatch(events);
      const head = await headAt(streamId, expectedVersion);
      if (!head) return explain(streamId, expectedVersion, events);
      const sealed = sealEvents(events, { streamId, head, recordedAt: now().toISOString() });
      if (!(await write({ streamId, expectedVersion, events: sealed })))
        return explain(streamId, expectedVersion, events);
      const newest = sealed[sealed.length - 1] as StoredEvent;
      heads.set(streamId, { version: newest.version, hash: newest.hash });
      return { ok: true, version: newest.version, events: sealed, isRepeat: false };
    },

    async read(streamId, options = {}) {
      const events = await read(streamId, options);
      return options.isRaw ? events : events.map(lift);
    },

    async findCommand(streamId, commandId) {
      const [event] = await byCommands(streamId, [commandId]);
      return event ? lift(event) : null;
    },

    async readAll(cursor, limit) {
      const page = await readAllStreams(sql, cursor, limit);
      return { ...page, events: page.events.map(lift) };
    },
  };
}
