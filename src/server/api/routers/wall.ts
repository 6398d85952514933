import { CourseRef, Done, WallClockInput, WallDone, WallNoteInput, WallShape } from '@overcommit/protocol/api';
import { clockAll, courseWall, sayToAll } from '../../commands/wall.ts';
import { courseStaff } from '../permissions.ts';
import { t } from '../trpc.ts';

/** All machines of a class at once, for its staff. */
export const wallRouter = t.router({
  get: courseStaff
    .input(CourseRef)
    .output(WallShape)
    .query(({ ctx, input }) => courseWall(ctx, input.courseId)),
  clock: courseStaff
    .input(WallClockInput)
    .output(WallDone)
    .mutation(({ ctx, input }) => clockAll(ctx, input)),
  say: courseStaff
    .input(WallNoteInput)
    .output(Done)
    .mutation(({ ctx, input }) => sayToAll(ctx, input)),
});
