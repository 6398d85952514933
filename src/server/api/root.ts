import { adminRouter, setupRouter } from './routers/admin.ts';
import { assignmentsRouter } from './routers/assignments.ts';
import { commentsRouter } from './routers/comments.ts';
import { coursesRouter } from './routers/courses.ts';
import { gradesRouter } from './routers/grades.ts';
import { gradingRouter } from './routers/grading.ts';
import { guideRouter } from './routers/guide.ts';
import { labsRouter } from './routers/labs.ts';
import { logRouter } from './routers/log.ts';
import { machinesRouter } from './routers/machines.ts';
import { meRouter } from './routers/me.ts';
import { ownLabsRouter } from './routers/ownLabs.ts';
import { predictionsRouter } from './routers/predictions.ts';
import { replayRouter } from './routers/replay.ts';
import { rubricRouter } from './routers/rubric.ts';
import { variationsRouter } from './routers/variations.ts';
import { wallRouter } from './routers/wall.ts';
import { t } from './trpc.ts';

/** Everything that can be asked of the platform over /api/trpc. */
export const appRouter = t.router({
  me: meRouter,
  labs: labsRouter,
  ownLabs: ownLabsRouter,
  machines: machinesRouter,
  guide: guideRouter,
  predictions: predictionsRouter,
  log: logRouter,
  comments: commentsRouter,
  replay: replayRouter,
  variations: variationsRouter,
  courses: coursesRouter,
  wall: wallRouter,
  assignments: assignmentsRouter,
  grading: gradingRouter,
  grades: gradesRouter,
  rubric: rubricRouter,
  admin: adminRouter,
  setup: setupRouter,
});
export type AppRouter = typeof appRouter;
