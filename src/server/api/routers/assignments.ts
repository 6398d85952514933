import {
  AssignmentDetail,
  AssignmentEditor,
  AssignmentRef,
  Board,
  ChangePreview,
  CreateAssignmentInput,
  Done,
  DraftInput,
  DraftKept,
  ExtendInput,
  ExtensionRef,
  HandInInput,
  Id,
  MachineRef,
  MachinesMade,
  MachineWork,
  MakeMachinesInput,
  ReopenInput,
  StartAttemptInput,
  TeamInput,
  TeamWork,
  UpdateAssignmentInput,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import {
  assignmentDetail,
  assignmentEditor,
  createAssignment,
  previewUpdate,
  removeAssignment,
  updateAssignment,
} from '../../commands/assignments.ts';
import { handInBoard, reopenWork, sealWork } from '../../commands/board.ts';
import { extend, removeExtension } from '../../commands/extensions.ts';
import { makeGroupMachines, startAttempt } from '../../commands/groupWork.ts';
import { handInWork, keepDraft, machineWork } from '../../commands/teamWork.ts';
import {
  assignmentInstructor,
  assignmentMember,
  assignmentStaff,
  courseInstructor,
  machineViewer,
} from '../permissions.ts';
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
  /** All that can be set of it, and its extensions. */
  editor: assignmentStaff
    .input(AssignmentRef)
    .output(AssignmentEditor)
    .query(({ ctx, input }) => assignmentEditor(ctx, input.assignmentId)),
  /** What a change would do, as sentences; it changes nothing. */
  preview: assignmentInstructor
    .input(UpdateAssignmentInput)
    .output(ChangePreview)
    .query(({ ctx, input }) => previewUpdate(ctx, input)),
  update: assignmentInstructor
    .input(UpdateAssignmentInput)
    .output(Done)
    .mutation(({ ctx, input }) => updateAssignment(ctx, input)),
  /** Only while nothing is handed in. */
  remove: assignmentInstructor
    .input(AssignmentRef)
    .output(Done)
    .mutation(({ ctx, input }) => removeAssignment(ctx, input.assignmentId)),
  extend: assignmentStaff
    .input(ExtendInput)
    .output(z.object({ extensionId: Id }))
    .mutation(({ ctx, input }) => extend(ctx, input)),
  removeExtension: assignmentStaff
    .input(ExtensionRef)
    .output(Done)
    .mutation(({ ctx, input }) => removeExtension(ctx, input)),
  /** Who has handed in, when, and who has not started. */
  board: assignmentStaff
    .input(AssignmentRef)
    .output(Board)
    .query(({ ctx, input }) => handInBoard(ctx, input.assignmentId)),
  reopen: assignmentStaff
    .input(ReopenInput)
    .output(Done)
    .mutation(({ ctx, input }) => reopenWork(ctx, input)),
  /** Staff hand in for a group, on time. */
  seal: assignmentStaff
    .input(TeamInput)
    .output(Done)
    .mutation(({ ctx, input }) => sealWork(ctx, input)),
  /** Machines for some of the groups that have none yet. Called again until none is left. */
  openMachines: assignmentStaff
    .input(MakeMachinesInput)
    .output(MachinesMade)
    .mutation(({ ctx, input }) => makeGroupMachines(ctx.services, { ...input, createdBy: ctx.user.id })),
  /** Seals the work of the caller's group as it is now. May be done again until it closes. */
  handIn: assignmentMember
    .input(HandInInput)
    .output(TeamWork)
    .mutation(({ ctx, input }) => handInWork(ctx, ctx.course, input)),
  /** Keeps an answer as it is typed. */
  draft: assignmentMember
    .input(DraftInput)
    .output(DraftKept)
    .mutation(({ ctx, input }) => keepDraft(ctx, ctx.course, input)),
  /** A fresh machine for the caller's group, under one of the lab's kernels. */
  startAgain: assignmentMember
    .input(StartAttemptInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => startAttempt(ctx, ctx.course, input)),
  /** The assignment of a machine, with the questions of its handout. */
  ofMachine: machineViewer
    .input(MachineRef)
    .output(MachineWork)
    .query(({ ctx }) => machineWork(ctx, ctx.access)),
});
