import type { EventStore } from '@overcommit/event-store';
import { LIMITS, logHeader } from '@overcommit/protocol';
import { badRequest } from '../errors.ts';
import { readHeader } from './fold.ts';
import type { Branch } from './types.ts';

/** A longer beginning is not copied: that would block the store for others. */
const MOST_ENTRIES = 20_000;

/**
 * A new stream that begins with the first `atSeq` entries of another one, as they were recorded, with its own hash
 * chain. The other stream is only read. @throws AppError
 */
export async function branchStream(store: EventStore, { machineId, from, atSeq }: Branch): Promise<void> {
  if (atSeq > MOST_ENTRIES) throw badRequest(`A machine can begin with at most ${MOST_ENTRIES} entries of another.`);
  const { machine } = await readHeader(store, from);
  const end = (await store.head(from))?.version ?? 0;
  // Checked before the first write: a stream without a machine would stay for ever.
  if (atSeq > end) throw badRequest(`The log ends at entry ${end}.`);
  const header = logHeader({ id: machineId, spec: machine.spec, engineVersion: machine.engineVersion });
  await store.createStream({ streamId: machineId, kind: 'machine', header });
  for (let after = 0; after < atSeq; ) {
    const limit = Math.min(LIMITS.pageEntries, atSeq - after);
    const events = await store.read(from, { after, limit, isRaw: true });
    if (events.length === 0) throw new Error(`the log of ${from} has no entry ${after + 1}`);
    const copies = events.map(({ type, schemaVersion, data, metadata }) => ({ type, schemaVersion, data, metadata }));
    const done = await store.append(machineId, after, copies);
    if (!done.ok) throw new Error(`the new stream ${machineId} was written to: ${done.reason}`);
    after += events.length;
  }
}
