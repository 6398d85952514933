import {
  AnswerRegradeInput,
  AskRegradeInput,
  AssignmentRef,
  CourseRef,
  Done,
  Gradebook,
  MyFigure,
  RegradeAnswered,
  RegradeList,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import { fillVerdicts, gradebook } from '../../commands/gradebook.ts';
import { answerRegrade, askRegrade, listRegrades, myFigure } from '../../grading/index.ts';
import { assignmentMember, assignmentStaff, courseStaff } from '../permissions.ts';
import { t } from '../trpc.ts';

/** What was graded: a student's own figures, regrades, the gradebook of a course. */
export const gradesRouter = t.router({
  /** The caller's own, once released. */
  mine: assignmentMember
    .input(AssignmentRef)
    .output(z.object({ figure: MyFigure.nullable() }))
    .query(async ({ ctx, input }) => ({ figure: await myFigure(ctx.services, input.assignmentId, ctx.user.id) })),
  askRegrade: assignmentMember
    .input(AskRegradeInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await askRegrade(ctx.services, input, ctx.user.id);
      return { ok: true as const };
    }),
  regrades: assignmentStaff
    .input(AssignmentRef)
    .output(RegradeList)
    .query(({ ctx, input }) => listRegrades(ctx.services, input.assignmentId, ctx.user.id)),
  answerRegrade: assignmentStaff
    .input(AnswerRegradeInput)
    .output(RegradeAnswered)
    .mutation(({ ctx, input }) => answerRegrade(ctx.services, input, ctx.user.id)),
  gradebook: courseStaff
    .input(CourseRef)
    .output(Gradebook)
    .query(({ ctx }) => gradebook(ctx, ctx.course)),
  /** Has the logs judged that are not yet; the gradebook says how far it is. */
  fill: courseStaff
    .input(CourseRef)
    .output(Done)
    .mutation(({ ctx, input }) => fillVerdicts(ctx, input.courseId)),
});
