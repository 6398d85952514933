import { type Head, hashHeader, type JsonObject, type ReadOptions, type StoredEvent } from '@overcommit/event-store';
import type { HeadCache } from './headCache.ts';
import { EVENT_COLUMNS, type EventRow, toEvent } from './rows.ts';
import type { Sql } from './sql.ts';

type StreamRow = { id: string; kind: string; header: JsonObject; version: number; created_at: Date };

/** Reads streams as they are stored, without upcasting. */
export type StreamReader = {
  row(streamId: string): Promise<StreamRow | null>;
  /** The stream's state at a version that may be its last; null if it was never there. */
  headAt(streamId: string, version: number): Promise<Head | null>;
  events(streamId: string, options?: ReadOptions): Promise<StoredEvent[]>;
  byCommands(streamId: string, commandIds: string[]): Promise<StoredEvent[]>;
};

/** Far above any log's length, within Postgres' int. */
const NO_LIMIT = 2_000_000_000;

const READ = `SELECT ${EVENT_COLUMNS} FROM events WHERE stream_id = $1 AND version > $2::int ORDER BY version LIMIT $3::int`;

/** Large data is stored compressed; only that has to be opened to measure it. */
const DATA_BYTES =
  'CASE WHEN pg_column_compression(data) IS NULL THEN pg_column_size(data) ELSE octet_length(data::text) END';
const READ_BYTES = `SELECT ${EVENT_COLUMNS} FROM (
  SELECT *, sum(${DATA_BYTES}) OVER (ORDER BY version) AS bytes FROM (${READ}) AS page
) AS measured WHERE version = $2::int + 1 OR bytes <= $4::int ORDER BY version`;

export function createStreamReader(sql: Sql, heads: HeadCache): StreamReader {
  async function row(streamId: string): Promise<StreamRow | null> {
    const rows = await sql.$queryRawUnsafe<StreamRow[]>(
      'SELECT id, kind, header, version, created_at FROM streams WHERE id = $1',
      streamId,
    );
    return rows[0] ?? null;
  }

  return {
    row,
    async headAt(streamId, version) {
      const known = heads.get(streamId, version);
      if (known) return known;
      if (version === 0) {
        const stream = await row(streamId);
        return stream ? { version, hash: hashHeader(stream.header) } : null;
      }
      const query = 'SELECT hash FROM events WHERE stream_id = $1 AND version = $2::int';
      const rows = await sql.$queryRawUnsafe<{ hash: string }[]>(query, streamId, version);
      return rows[0] ? { version, hash: rows[0].hash } : null;
    },
    async events(streamId, { after = 0, limit = NO_LIMIT, mostBytes } = {}) {
      const rows =
        mostBytes === undefined
          ? await sql.$queryRawUnsafe<EventRow[]>(READ, streamId, after, limit)
          : await sql.$queryRawUnsafe<EventRow[]>(READ_BYTES, streamId, after, limit, mostBytes);
      return rows.map(toEvent);
    },
    async byCommands(streamId, commandIds) {
      const query = `SELECT ${EVENT_COLUMNS} FROM events WHERE stream_id = $1 AND command_id = ANY ($2::text[])`;
      return (await sql.$queryRawUnsafe<EventRow[]>(query, streamId, commandIds)).map(toEvent);
    },
  };
}
