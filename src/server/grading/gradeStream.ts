import { randomUUID } from 'node:crypto';
import {
  emptyGrades,
  foldGrades,
  GRADE_SCHEMA_VERSION,
  type GradeEvent,
  type Grades,
  recordedGrade,
} from '@overcommit/coursework';
import type { EventStore, NewEvent } from '@overcommit/event-store';
import { createRecentMap, type RecentMap } from '../recentMap.ts';

const PAGE = 500;
/** Assignments that are graded at the same time. */
const CACHED = 200;

/** What was folded before: a stream only grows, so a later reader goes on from there. */
const folded = new WeakMap<EventStore, RecentMap<string, Grades>>();

/** One stream per assignment: all points given in it, and its releases. */
const streamIdOf = (assignmentId: string): string => `grades:${assignmentId}`;

function cacheOf(store: EventStore): RecentMap<string, Grades> {
  const known = folded.get(store) ?? createRecentMap<string, Grades>(CACHED);
  folded.set(store, known);
  return known;
}

/** The grades of an assignment as they stand. Reads only the events that came since the last call. */
export async function loadGrades(store: EventStore, assignmentId: string): Promise<Grades> {
  const cache = cacheOf(store);
  let grades = cache.get(assignmentId) ?? emptyGrades();
  for (;;) {
    const page = await store.read(streamIdOf(assignmentId), { after: grades.version, limit: PAGE });
    grades = foldGrades(page.map(recordedGrade), grades);
    if (page.length === PAGE) continue;
    cache.set(assignmentId, grades);
    return grades;
  }
}

export type AppendGrades = {
  assignmentId: string;
  /** Of the grades that the events were decided on. */
  version: number;
  /** Written all or none. */
  events: readonly GradeEvent[];
  /** The same id again writes nothing and succeeds. */
  commandId?: string;
};

/** Appends events. False: another grader was faster, so read and decide again. */
export async function appendGrades(store: EventStore, appended: AppendGrades): Promise<boolean> {
  const { assignmentId, version, events, commandId = randomUUID() } = appended;
  const streamId = streamIdOf(assignmentId);
  if (version === 0) await store.createStream({ streamId, kind: 'grades', header: { assignmentId } });
  const batch = events.map(({ type, ...data }, index): NewEvent => {
    const actor = 'by' in data ? data.by : data.studentId;
    const metadata = { actor, commandId: index === 0 ? commandId : `${commandId}.${index}` };
    return { type, schemaVersion: GRADE_SCHEMA_VERSION, data, metadata };
  });
  const result = await store.append(streamId, version, batch);
  if (!result.ok && result.reason === 'noStream') throw new Error(`there is no stream ${streamId}`);
  return result.ok;
}

/** Version of the stream of grades: the number of its last event; 0 = none. */
export async function gradesVersion(store: EventStore, assignmentId: string): Promise<number> {
  return (await store.head(streamIdOf(assignmentId)))?.version ?? 0;
}

/** The version under which a command was stored; null = it was not. */
export async function commandVersion(
  store: EventStore,
  assignmentId: string,
  commandId: string,
): Promise<number | null> {
  return (await store.findCommand(streamIdOf(assignmentId), commandId))?.version ?? null;
}
