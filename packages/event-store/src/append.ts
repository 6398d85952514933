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

/** Refuses batches that no store could keep its word on. @throws Error on an empty batch or a commandId used twice in it. */
export function checkBatch(events: readonly NewEvent[]): void {
  if (events.length === 0) throw new Error('an append needs at least one event');
  const ids = new Set(events.map((event) => event.metadata.commandId));
  if (ids.size !== events.length) throw new Error('a commandId stands twice in one batch');
}

/**
 * What a resend answers, given the stored events with its commandIds: null if there are none.
 * @throws Error if some are stored and some are not: a batch is resent as it was.
 */
export function repeatOf(events: readonly NewEvent[], stored: readonly StoredEvent[]): StoredEvent[] | null {
  if (stored.length === 0) return null;
  if (stored.length !== events.length)
    throw new Error('only a part of this batch was stored before: resend it as it was');
  return [...stored].sort((a, b) => a.version - b.version);
}
