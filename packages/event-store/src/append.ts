import { hashedBody, hashLink } from './hashChain.ts';
import type { Head, NewEvent, StoredEvent } from './types.ts';

export type Sealing = { streamId: string; head: Head; recordedAt: string };

/** Gives new events their numbers, their time and their place in the hash chain. */
export function sealEvents(events: readonly NewEvent[], { streamId, head, recordedAt }: Sealing): StoredEvent[] {
  let { version, hash } = head;
  return events.map((event) => {
    version += 1;
    const { type, schemaVersion, data, metadata } = event;
    const open = { streamId, version, type, schemaVersion, data, metadata, recordedAt };
    hash = hashLink(hash, hashedBody(open));
    return { ...open, hash };
  });
}

/** Refuses batches that no store can append safely. @throws Error on an empty batch or a commandId used twice in it. */
export function checkBatch(events: readonly NewEvent[]): void {
  if (events.length === 0) throw new Error('an append needs at least one event');
  const ids = new Set(events.map((event) => event.metadata.commandId));
  if (ids.size !== events.length) throw new Error('a commandId stands twice in one batch');
}

/**
 * The answer to a batch that is sent again, from the stored events with its commandIds. Null if none is stored.
 * @throws Error if only some of them are stored: a batch must be sent again unchanged.
 */
export function repeatOf(events: readonly NewEvent[], stored: readonly StoredEvent[]): StoredEvent[] | null {
  if (stored.length === 0) return null;
  if (stored.length !== events.length)
    throw new Error('only a part of this batch was stored before: resend it as it was');
  return [...stored].sort((a, b) => a.version - b.version);
}
