import type { EventMetadata, JsonObject, StoredEvent } from '@overcommit/event-store';

/** A row of `events` as the driver gives it. */
export type EventRow = {
  stream_id: string;
  version: number;
  type: string;
  schema_version: number;
  data: JsonObject;
  metadata: Omit<EventMetadata, 'commandId'>;
  command_id: string;
  recorded_at: Date;
  hash: string;
};

export const EVENT_COLUMNS = 'stream_id, version, type, schema_version, data, metadata, command_id, recorded_at, hash';

/** A row as the event it holds. */
export function toEvent(row: EventRow): StoredEvent {
  return {
    streamId: row.stream_id,
    version: row.version,
    type: row.type,
    schemaVersion: row.schema_version,
    data: row.data,
    metadata: { ...row.metadata, commandId: row.command_id },
    recordedAt: row.recorded_at.toISOString(),
    hash: row.hash,
  };
}

/** An event as a member of the JSON that one append statement takes. */
export function toRow(event: StoredEvent): Record<string, unknown> {
  const { commandId, ...metadata } = event.metadata;
  return {
    version: event.version,
    type: event.type,
    schema_version: event.schemaVersion,
    data: event.data,
    metadata,
    command_id: commandId,
    recorded_at: event.recordedAt,
    hash: event.hash,
  };
}
