import {
  AcceptInvitationInput,
  AddMemberInput,
  ArchiveCourseInput,
  ConfirmAccountInput,
  CourseDetail,
  CourseRef,
  CourseSummary,
  CreateCourseInput,
  CreateGroupInput,
  Done,
  GroupRef,
  GroupsMade,
  ImportedRoster,
  ImportRosterInput,
  InvitationLink,
  InvitedPerson,
  MemberAdded,
  MemberRef,
  MoveMemberInput,
  PasswordLink,
  RandomGroupsInput,
  RenameCourseInput,
  RevokeInvitedInput,
  RosterPreview,
  SetRoleInput,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import { archiveCourse, renameCourse } from '../../commands/archive.ts';
import { confirmAccount, confirmationLink } from '../../commands/confirmations.ts';
import { courseDetail, createCourse, createGroup, myCourses, setRole } from '../../commands/courses.ts';
import { acceptInvitation } from '../../commands/invitations.ts';
import { inviteAll, listInvited, revokeInvited } from '../../commands/invited.ts';
import { addMember, makeRandomGroups, moveMember, removeMember } from '../../commands/members.ts';
import { importRoster, previewRoster } from '../../commands/roster.ts';
import { anyone, courseInstructor, courseMember, signedIn, teacher } from '../permissions.ts';
import { t } from '../trpc.ts';

export const coursesRouter = t.router({
  list: signedIn.output(z.array(CourseSummary)).query(({ ctx }) => myCourses(ctx, { isArchived: false })),
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
  /** A mutation only because a roster is too large for an address; it writes nothing. */
  previewRoster: courseInstructor
    .input(ImportRosterInput)
    .output(RosterPreview)
    .mutation(({ ctx, input }) => previewRoster(ctx, input)),
  addMember: courseInstructor
    .input(AddMemberInput)
    .output(MemberAdded)
    .mutation(({ ctx, input }) => addMember(ctx, input)),
  moveMember: courseInstructor
    .input(MoveMemberInput)
    .output(Done)
    .mutation(({ ctx, input }) => moveMember(ctx, input)),
  removeMember: courseInstructor
    .input(MemberRef)
    .output(Done)
    .mutation(({ ctx, input }) => removeMember(ctx, input)),
  randomGroups: courseInstructor
    .input(RandomGroupsInput)
    .output(GroupsMade)
    .mutation(({ ctx, input }) => makeRandomGroups(ctx, input)),
  /** Who has not used an invitation yet. */
  invited: courseInstructor
    .input(CourseRef)
    .output(z.array(InvitedPerson))
    .query(({ ctx, input }) => listInvited(ctx, input.courseId)),
  inviteAll: courseInstructor
    .input(CourseRef)
    .output(z.array(InvitationLink))
    .mutation(({ ctx, input }) => inviteAll(ctx, input.courseId)),
  revokeInvited: courseInstructor
    .input(RevokeInvitedInput)
    .output(z.object({ revoked: z.int() }))
    .mutation(({ ctx, input }) => revokeInvited(ctx, input)),
  rename: courseInstructor
    .input(RenameCourseInput)
    .output(Done)
    .mutation(({ ctx, input }) => renameCourse(ctx, input)),
  archive: courseInstructor
    .input(ArchiveCourseInput)
    .output(Done)
    .mutation(({ ctx, input }) => archiveCourse(ctx, input)),
  /** Those that are not in `list`. */
  archived: signedIn.output(z.array(CourseSummary)).query(({ ctx }) => myCourses(ctx, { isArchived: true })),
  /** Staff hand it to the holder of an account that signed up by itself. */
  confirmationLink: courseInstructor
    .input(MemberRef)
    .output(PasswordLink)
    .mutation(({ ctx, input }) => confirmationLink(ctx, input)),
  confirmAccount: signedIn
    .input(ConfirmAccountInput)
    .output(Done)
    .mutation(({ ctx, input }) => confirmAccount(ctx, input.token)),
  /** Sets the password behind an invitation or a password link, once. */
  acceptInvitation: anyone
    .input(AcceptInvitationInput)
    .output(Done)
    .mutation(({ ctx, input }) => acceptInvitation(ctx, input)),
});
