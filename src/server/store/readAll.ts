import type { AllPage, Cursor } from '@overcommit/event-store';
import { EVENT_COLUMNS, type EventRow, toEvent } from './rows.ts';
import type { Sql } from './sql.ts';

type PlacedRow = EventRow & { transaction_id: string; position: string };

/**
 * Positions are assigned before the commit, so a reader that follows only positions would miss an event whose
 * transaction commits late. All transactions below the snapshot's xmin have ended: no event can appear there later.
 */
const READ_ALL = `
SELECT ${EVENT_COLUMNS}, transaction_id::text AS transaction_id, position::text AS position
FROM events
WHERE (transaction_id, position) > ($1::xid8, $2::bigint) AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY events.transaction_id, events.position
LIMIT $3::int`;

/** A page of all streams' events. The cursor is `transaction.position` of the last event seen. */
export async function readAllStreams(sql: Sql, cursor: Cursor | null, limit: number): Promise<AllPage> {
  const [transaction = '0', position = '0'] = (cursor ?? '0.0').split('.');
  const rows = await sql.$queryRawUnsafe<PlacedRow[]>(READ_ALL, transaction, position, limit);
  const newest = rows.at(-1);
  return {
    events: rows.map(toEvent),
    cursor: newest ? `${newest.transaction_id}.${newest.position}` : (cursor ?? '0.0'),
  };
}
