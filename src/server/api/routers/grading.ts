import { AssignmentRef, Done, GradingDesk, PointsSet, ReleaseInput, SetPointsInput } from '@overcommit/protocol/api';
import { givePoints, openDesk, setReleased } from '../../grading/index.ts';
import { assignmentInstructor, assignmentStaff } from '../permissions.ts';
import { t } from '../trpc.ts';

export const gradingRouter = t.router({
  open: assignmentStaff
    .input(AssignmentRef)
    .output(GradingDesk)
    .query(({ ctx, input }) => openDesk(ctx.services, input.assignmentId)),
  setPoints: assignmentStaff
    .input(SetPointsInput)
    .output(PointsSet)
    .mutation(({ ctx, input }) => givePoints(ctx.services, input, ctx.user.id)),
  release: assignmentInstructor
    .input(ReleaseInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await setReleased(ctx.services, input, ctx.user.id);
      return { ok: true as const };
    }),
});
