/** Grading as the server does it: loads logs, asks packages/coursework, keeps grades as a stream. Who may is decided above. */
import type { EventStore } from '@overcommit/event-store';
import type { Db } from '../db.ts';
import { latestSubmission } from './submissions.ts';
import type { GradingDeps } from './types.ts';

export { courseGradebook, givePoints, gradeOf, isReleased, openDesk, setReleased } from './grading.ts';
export { latestSubmission, recordSubmission, type Submission } from './submissions.ts';
export type { GradingDeps } from './types.ts';

/** What grading needs, out of the services of the platform. */
export function gradingOf({ db, store }: { db: Db; store: EventStore }): GradingDeps {
  return {
    prisma: db,
    store,
    handedInAt: async (assignmentId, machineId) =>
      (await latestSubmission(store, { assignmentId, machineId }))?.seq ?? null,
  };
}
