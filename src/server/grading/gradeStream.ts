import { randomUUID } from 'node:crypto';
import { foldGrades, type GradeEvent, type Grades, type RecordedGradeEvent } from '@overcommit/coursework';
import type { EventStore, StoredEvent } from '@overcommit/event-store';

const SCHEMA_VERSION = 1;
const PAGE = 500;

/** One stream per assignment: all points given in it, and its release. */
const streamIdOf = (assignmentId: string): string => `grades:${assignmentId}`;

function recorded({ version, recordedAt, type, data }: StoredEvent): RecordedGradeEvent {
  return { version, recordedAt, event: { type, ...data } as GradeEvent };
}

/** The grades of an assignment as they stand. */
export async function loadGrades(store: EventStore, assignmentId: string): Promise<Grades> {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await store.read(streamIdOf(assignmentId), { after: events.length, limit: PAGE });
    events.push(...page);
    if (page.length < PAGE) return foldGrades(events.map(recorded));
  }
}

/** Appends one event after `version`. False: another grader was faster, so read and decide again. */
export async function appendGrade(
  store: EventStore,
  { assignmentId, version, event }: { assignmentId: string; version: number; event: GradeEvent },
): Promise<boolean> {
  const streamId = streamIdOf(assignmentId);
  if (version === 0) await store.createStream({ streamId, kind: 'grades', header: { assignmentId } });
  const { type, ...data } = event;
  const actor = 'by' in event ? event.by : event.studentId;
  const metadata = { actor, commandId: randomUUID() };
  const result = await store.append(streamId, version, [{ type, schemaVersion: SCHEMA_VERSION, data, metadata }]);
  if (!result.ok && result.reason === 'noStream') throw new Error(`there is no stream ${streamId}`);
  return result.ok;
}
