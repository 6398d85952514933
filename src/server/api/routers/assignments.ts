import { AssignmentDetail, AssignmentRef, CreateAssignmentInput, HandedIn, Id } from '@overcommit/protocol/api';
import { z } from 'zod';
import { assignmentDetail, createAssignment } from '../../commands/assignments.ts';
import { handIn, openGroupMachines } from '../../commands/groupWork.ts';
import { assignmentMember, assignmentStaff, courseInstructor } from '../permissions.ts';
import { t } from '../trpc.ts';

export const assignmentsRouter = t.router({
  get: assignmentMember
    .input(AssignmentRef)
    .output(AssignmentDetail)
    .query(({ ctx, input }) => assignmentDetail(ctx, ctx.course, input)),
  create: courseInstructor
    .input(CreateAssignmentInput)
    .output(AssignmentRef)
    .mutation(({ ctx, input }) => createAssignment(ctx, input)),
  /** One machine for every group that has none yet. */
  openMachines: assignmentStaff
    .input(AssignmentRef)
    .output(z.object({ machineIds: z.array(Id) }))
    .mutation(({ ctx, input }) => openGroupMachines(ctx, input.assignmentId)),
  /** Hands in the log of the caller's group, up to its last entry. May be done again until the due date. */
  handIn: assignmentMember
    .input(AssignmentRef)
    .output(HandedIn)
    .mutation(({ ctx, input }) => handIn(ctx, ctx.course, input.assignmentId)),
});
