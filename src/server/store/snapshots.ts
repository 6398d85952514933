import { createHmac } from 'node:crypto';
import {
  type EventStore,
  type Snapshot,
  snapshotsToDrop,
  type Upcasters,
  upcastSnapshot,
} from '@overcommit/event-store';
import type { Sql } from './sql.ts';

type SnapshotRow = { version: number; type: string; schema_version: number; state: string; checksum: string };

const NEWEST = `
SELECT version, type, schema_version, state, checksum FROM snapshots
WHERE stream_id = $1 AND version <= $2::int ORDER BY version DESC LIMIT 1`;

/** Two processes may save the same snapshot. They write the same state. */
const SAVE = `
INSERT INTO snapshots (stream_id, version, type, schema_version, state, checksum) VALUES ($1, $2::int, $3, $4::int, $5, $6)
ON CONFLICT (stream_id, version) DO NOTHING`;

const VERSIONS = 'SELECT version, type FROM snapshots WHERE stream_id = $1';
const DROP = 'DELETE FROM snapshots WHERE stream_id = $1 AND version = ANY ($2::int[])';

export type SnapshotOptions = {
  sql: Sql;
  upcasters: Upcasters;
  /** A secret that all processes on this database share. */
  key: string;
  /** A snapshot that nobody with the key wrote was found; it is being dropped. */
  onWrong: (streamId: string, version: number) => void;
};

/** Folded states, kept to start from. They are a cache: one that is not as it was written is dropped. */
export function snapshotMethods({
  sql,
  upcasters,
  key,
  onWrong,
}: SnapshotOptions): Pick<EventStore, 'saveSnapshot' | 'latestSnapshot' | 'deleteSnapshots'> {
  const drop = (streamId: string, versions: number[]) => sql.$queryRawUnsafe(DROP, streamId, versions);

  async function latestRow(streamId: string, atMost: number): Promise<Snapshot | null> {
    const [row] = await sql.$queryRawUnsafe<SnapshotRow[]>(NEWEST, streamId, atMost);
    if (!row) return null;
    const { schema_version: schemaVersion, checksum, ...rest } = row;
    const snapshot = { ...rest, schemaVersion };
    if (checksum === checksumOf(key, streamId, snapshot)) return snapshot;
    onWrong(streamId, row.version);
    // Whoever reads needs not wait for this, nor be allowed to write.
    drop(streamId, [row.version]).catch(() => undefined);
    return latestRow(streamId, row.version - 1);
  }

  return {
    async saveSnapshot(streamId, snapshot) {
      const { version, type, schemaVersion, state } = snapshot;
      const rows = await sql.$queryRawUnsafe<Pick<SnapshotRow, 'version' | 'type'>[]>(VERSIONS, streamId);
      const ofType = rows.filter((row) => row.type === type).map((row) => row.version);
      const others = rows.filter((row) => row.type !== type).map((row) => row.version);
      const dropped = [...others, ...snapshotsToDrop([...new Set([...ofType, version])])];
      if (dropped.length > 0) await drop(streamId, dropped);
      const checksum = checksumOf(key, streamId, snapshot);
      await sql.$queryRawUnsafe(SAVE, streamId, version, type, schemaVersion, state, checksum);
    },
    async latestSnapshot(streamId, atMost = 2_000_000_000) {
      const snapshot = await latestRow(streamId, atMost);
      return snapshot && upcastSnapshot(upcasters, snapshot);
    },
    async deleteSnapshots(streamId) {
      if (streamId === undefined) await sql.$queryRawUnsafe('DELETE FROM snapshots');
      else await sql.$queryRawUnsafe('DELETE FROM snapshots WHERE stream_id = $1', streamId);
    },
  };
}

function checksumOf(key: string, streamId: string, { version, type, schemaVersion, state }: Snapshot): string {
  const about = JSON.stringify([streamId, version, type, schemaVersion]);
  return createHmac('sha256', key).update(about).update(state).digest('hex');
}
