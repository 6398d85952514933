import { hashedBody, hashHeader, hashLink, type JsonObject } from '@overcommit/event-store';
import type pg from 'pg';
import { EVENT_COLUMNS, type EventRow, toEvent } from '../store/rows.ts';
import { BackupError, type Progress } from './format.ts';

const PAGE = 500;

type StreamRow = { id: string; version: number; header: JsonObject };
type Row = EventRow & { header: JsonObject };
type Place = { streamId: string; version: number; hash: string };

/** Checks of every stream that its numbers have no gap and its hashes follow from what is stored. @throws BackupError */
export async function verifyLogs(
  client: pg.ClientBase,
  onProgress: Progress = () => {},
): Promise<{ streams: number; events: number }> {
  const versions = new Map<string, number>();
  const { rows: streams } = await client.query<Pick<StreamRow, 'id' | 'version'>>('SELECT id, version FROM streams');
  let at: Place = { streamId: '', version: 0, hash: '' };
  let events = 0;
  for (;;) {
    const { rows } = await client.query<Row>(
      `SELECT ${EVENT_COLUMNS}, (SELECT header FROM streams WHERE id = stream_id) AS header FROM events
       WHERE (stream_id, version) > ($1, $2) ORDER BY stream_id, version LIMIT ${PAGE}`,
      [at.streamId, at.version],
    );
    for (const row of rows) {
      at = follow(at, row);
      versions.set(at.streamId, at.version);
    }
    events += rows.length;
    onProgress('verified events', events);
    if (rows.length < PAGE) break;
  }
  const torn = streams.find(({ id, version }) => (versions.get(id) ?? 0) !== version);
  if (torn) throw new BackupError(`The log ${torn.id} has not the entries that it should have.`);
  return { streams: streams.length, events };
}

function follow(at: Place, { header, ...row }: Row): Place {
  const before = at.streamId === row.stream_id ? at : { version: 0, hash: hashHeader(header) };
  const { hash, ...event } = toEvent(row);
  const isNext = event.version === before.version + 1;
  if (!isNext || hash !== hashLink(before.hash, hashedBody(event)))
    throw new BackupError(`Entry ${event.version} of the log ${event.streamId} does not follow from those before it.`);
  return { streamId: event.streamId, version: event.version, hash };
}
