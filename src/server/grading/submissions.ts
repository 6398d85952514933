import type { EventStore } from '@overcommit/event-store';
import type { GradingDeps } from './types.ts';

const SCHEMA_VERSION = 1;

const streamIdOf = (assignmentId: string, machineId: string): string => `submission:${assignmentId}:${machineId}`;

export type Submission = { seq: number; by: string; submittedAt: string };

/** The submission that counts: the last one; null = nothing was handed in yet. */
export async function latestSubmission(
  store: EventStore,
  { assignmentId, machineId }: { assignmentId: string; machineId: string },
): Promise<Submission | null> {
  const streamId = streamIdOf(assignmentId, machineId);
  const { version = 0 } = (await store.head(streamId)) ?? {};
  const [last] = version === 0 ? [] : await store.read(streamId, { after: version - 1, limit: 1 });
  return last ? { seq: last.data.seq as number, by: last.metadata.actor, submittedAt: last.recordedAt } : null;
}

/** The last entry that was handed in, by machine, of those machines that were handed in. */
export async function handedInAt(
  { db, store }: GradingDeps,
  assignmentId: string,
  machineIds: readonly string[],
): Promise<Map<string, number>> {
  const machineOf = new Map(machineIds.map((id) => [streamIdOf(assignmentId, id), id]));
  const streams = await db.stream.findMany({
    where: { id: { in: [...machineOf.keys()] }, version: { gt: 0 } },
    select: { id: true },
  });
  const found = await Promise.all(
    streams.map(async ({ id }) => {
      const machineId = machineOf.get(id) ?? '';
      const last = await latestSubmission(store, { assignmentId, machineId });
      return [machineId, last?.seq ?? 0] as const;
    }),
  );
  return new Map(found);
}

export type HandIn = {
  assignmentId: string;
  machineId: string;
  /** Number of the entry at which the log is frozen. */
  seq: number;
  /** User id. */
  by: string;
  commandId: string;
};

/** Freezes a machine's log for an assignment; may be done again. @throws if two people hand in at the very same moment. */
export async function recordSubmission(
  store: EventStore,
  { assignmentId, machineId, seq, by, commandId }: HandIn,
): Promise<Submission> {
  const streamId = streamIdOf(assignmentId, machineId);
  await store.createStream({ streamId, kind: 'submission', header: { assignmentId, machineId } });
  const version = (await store.head(streamId))?.version ?? 0;
  const event = {
    type: 'HandedIn',
    schemaVersion: SCHEMA_VERSION,
    data: { seq },
    metadata: { actor: by, commandId },
  };
  const result = await store.append(streamId, version, [event]);
  if (!result.ok) throw new Error(`${streamId} was handed in by another person at the same moment`);
  return { seq, by, submittedAt: result.events[0]?.recordedAt ?? '' };
}
