import {
  assertSameStream,
  type EventStore,
  NO_UPCASTERS,
  type StoredEvent,
  type Upcasters,
  upcastEvent,
} from '@overcommit/event-store';
import { createAppend } from './append.ts';
import { createDatabaseClock } from './databaseClock.ts';
import { createGroupCommit } from './groupCommit.ts';
import { createHeadCache } from './headCache.ts';
import { readAllStreams } from './readAll.ts';
import { snapshotMethods } from './snapshots.ts';
import type { Sql } from './sql.ts';
import { createStreamReader } from './streamReader.ts';

export type PostgresStoreOptions = {
  sql: Sql;
  upcasters?: Upcasters;
  /** Signs snapshots: a secret that all processes on this database share. */
  snapshotKey?: string;
  onWrongSnapshot?: (streamId: string, version: number) => void;
};

const CREATE =
  'INSERT INTO streams (id, kind, header) VALUES ($1, $2, $3::jsonb) ON CONFLICT (id) DO NOTHING RETURNING id';

/** The event store in Postgres, through a Prisma client. */
export function createPostgresStore(options: PostgresStoreOptions): EventStore {
  const { sql, upcasters = NO_UPCASTERS, snapshotKey = '', onWrongSnapshot = () => {} } = options;
  const heads = createHeadCache();
  const reader = createStreamReader(sql, heads);
  const lift = (event: StoredEvent) => upcastEvent(upcasters, event);
  return {
    ...snapshotMethods({ sql, upcasters, key: snapshotKey, onWrong: onWrongSnapshot }),
    append: createAppend({ reader, heads, write: createGroupCommit(sql), clock: createDatabaseClock(sql), lift }),
    async createStream({ streamId, kind, header }) {
      const rows = await sql.$queryRawUnsafe<unknown[]>(CREATE, streamId, kind, JSON.stringify(header));
      if (rows.length > 0) return { isNew: true };
      const existing = await reader.row(streamId);
      if (existing)
        assertSameStream({ streamId, kind: existing.kind, header: existing.header }, { streamId, kind, header });
      return { isNew: false };
    },
    async stream(streamId) {
      const row = await reader.row(streamId);
      return row && { streamId, kind: row.kind, header: row.header, createdAt: row.created_at.toISOString() };
    },
    async head(streamId) {
      const row = await reader.row(streamId);
      return row && reader.headAt(streamId, row.version);
    },
    async read(streamId, options = {}) {
      const events = await reader.events(streamId, options);
      return options.isRaw ? events : events.map(lift);
    },
    async findCommand(streamId, commandId) {
      const [event] = await reader.byCommands(streamId, [commandId]);
      return event ? lift(event) : null;
    },
    async readAll(cursor, limit) {
      const page = await readAllStreams(sql, cursor, limit);
      return { ...page, events: page.events.map(lift) };
    },
  };
}
