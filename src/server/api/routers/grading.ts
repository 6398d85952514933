import { releaseGrades, setPoints } from '../../commands/grades.ts';
import { gradingDesk } from '../../commands/gradingDesk.ts';
import { assignmentInstructor, assignmentStaff } from '../permissions.ts';
import { AssignmentRef, Done, GradingDesk, PointsSet, ReleaseInput, SetPointsInput } from '../shapes/index.ts';
import { t } from '../trpc.ts';

export const gradingRouter = t.router({
  open: assignmentStaff
    .input(AssignmentRef)
    .output(GradingDesk)
    .query(({ ctx, input }) => gradingDesk(ctx, input.assignmentId)),
  setPoints: assignmentStaff
    .input(SetPointsInput)
    .output(PointsSet)
    .mutation(({ ctx, input }) => setPoints(ctx, input)),
  release: assignmentInstructor
    .input(ReleaseInput)
    .output(Done)
    .mutation(({ ctx, input }) => releaseGrades(ctx, input)),
});
