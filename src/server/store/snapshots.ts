import { type EventStore, type Upcasters, upcastSnapshot } from '@overcommit/event-store';
import type { Sql } from './sql.ts';

type SnapshotRow = { version: number; type: string; schema_version: number; state: string };

const NEWEST = `
SELECT version, type, schema_version, state FROM snapshots
WHERE stream_id = $1 AND version <= $2::int ORDER BY version DESC LIMIT 1`;

/** Two processes may save the same snapshot. They write the same state; the later write stays. */
const SAVE = `
INSERT INTO snapshots (stream_id, version, type, schema_version, state) VALUES ($1, $2::int, $3, $4::int, $5)
ON CONFLICT (stream_id, version)
DO UPDATE SET type = EXCLUDED.type, schema_version = EXCLUDED.schema_version, state = EXCLUDED.state`;

/** Folded states, kept to start from. They are a cache. */
export function snapshotMethods(
  sql: Sql,
  upcasters: Upcasters,
): Pick<EventStore, 'saveSnapshot' | 'latestSnapshot' | 'deleteSnapshots'> {
  return {
    async saveSnapshot(streamId, { version, type, schemaVersion, state }) {
      await sql.$queryRawUnsafe(SAVE, streamId, version, type, schemaVersion, state);
    },
    async latestSnapshot(streamId, atMost = 2_000_000_000) {
      const [row] = await sql.$queryRawUnsafe<SnapshotRow[]>(NEWEST, streamId, atMost);
      if (!row) return null;
      const { schema_version: schemaVersion, ...rest } = row;
      return upcastSnapshot(upcasters, { ...rest, schemaVersion });
    },
    async deleteSnapshots(streamId) {
      if (streamId === undefined) await sql.$queryRawUnsafe('DELETE FROM snapshots');
      else await sql.$queryRawUnsafe('DELETE FROM snapshots WHERE stream_id = $1', streamId);
    },
  };
}
