import {
  AcceptInvitationInput,
  CourseDetail,
  CourseRef,
  CourseSummary,
  CreateCourseInput,
  CreateGroupInput,
  Done,
  GroupRef,
  ImportedRoster,
  ImportRosterInput,
  SetRoleInput,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import { courseDetail, createCourse, createGroup, myCourses, setRole } from '../../commands/courses.ts';
import { acceptInvitation } from '../../commands/invitations.ts';
import { importRoster } from '../../commands/roster.ts';
import { anyone, courseInstructor, courseMember, signedIn, teacher } from '../permissions.ts';
import { t } from '../trpc.ts';

export const coursesRouter = t.router({
  list: signedIn.output(z.array(CourseSummary)).query(({ ctx }) => myCourses(ctx)),
  get: courseMember
    .input(CourseRef)
    .output(CourseDetail)
    .query(({ ctx }) => courseDetail(ctx, ctx.course)),
  create: teacher
    .input(CreateCourseInput)
    .output(CourseRef)
    .mutation(({ ctx, input }) => createCourse(ctx, input)),
  createGroup: courseInstructor
    .input(CreateGroupInput)
    .output(GroupRef)
    .mutation(({ ctx, input }) => createGroup(ctx, input)),
  setRole: courseInstructor
    .input(SetRoleInput)
    .output(Done)
    .mutation(({ ctx, input }) => setRole(ctx, input)),
  importRoster: courseInstructor
    .input(ImportRosterInput)
    .output(ImportedRoster)
    .mutation(({ ctx, input }) => importRoster(ctx, input)),
  /** Sets the password behind an invitation or a password link, once. */
  acceptInvitation: anyone
    .input(AcceptInvitationInput)
    .output(Done)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
});
