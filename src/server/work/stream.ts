import {
  foldSubmission,
  type RecordedSubmissionEvent,
  type Submission,
  type SubmissionEvent,
} from '@overcommit/coursework';
import type { WorkDeps } from './types.ts';

/** Version of the shape of a submission's events. 1 was one stream for each machine, with only its hand-ins. */
const SCHEMA_VERSION = 2;

export type TeamRef = { assignmentId: string; teamId: string };

/** One stream for each team of an assignment. */
export const streamIdOf = ({ assignmentId, teamId }: TeamRef): string => `submission:${assignmentId}:${teamId}`;

type StoredRow = { version: number; type: string; data: unknown; recordedAt: string };

export function recorded({ version, type, data, recordedAt }: StoredRow): RecordedSubmissionEvent {
  return { version, recordedAt, event: { type, ...(data as object) } as SubmissionEvent };
}

/** A team's work with all its drafts, as it stands now. */
export async function readSubmission({ store }: WorkDeps, team: TeamRef): Promise<Submission> {
  const events = await store.read(streamIdOf(team));
  return foldSubmission(events.map(recorded));
}

export type NewSubmissionEvent = { version: number; event: SubmissionEvent; commandId: string };
/** `isRepeat`: it was written before. */
export type AppendedToTeam = { version: number; recordedAt: string; isRepeat: boolean };

/** Appends after `version`. Null: somebody else wrote first; read and decide again. A resend answers as the first time. */
export async function appendToTeam(
  { store }: WorkDeps,
  team: TeamRef,
  { version, event, commandId }: NewSubmissionEvent,
): Promise<AppendedToTeam | null> {
  const streamId = streamIdOf(team);
  if (version === 0) await store.createStream({ streamId, kind: 'submission', header: { ...team } });
  const { type, ...data } = event;
  const metadata = { actor: event.by ?? 'system', commandId };
  const result = await store.append(streamId, version, [{ type, schemaVersion: SCHEMA_VERSION, data, metadata }]);
  if (!result.ok && result.reason === 'noStream') throw new Error(`there is no stream ${streamId}`);
  const last = result.ok ? result.events.at(-1) : undefined;
  return result.ok && last ? { version: last.version, recordedAt: last.recordedAt, isRepeat: result.isRepeat } : null;
}
