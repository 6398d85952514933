import {
  AddRemarkInput,
  AssignmentRef,
  CellSaved,
  DeskOpened,
  DeskQueue,
  DeskSheet,
  Done,
  FlagInput,
  QueueRef,
  ReleaseInput,
  Remark,
  RemarkRef,
  RevealNamesInput,
  RowRef,
  SetPointsInput,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import { tellCell } from '../../commands/desk.ts';
import {
  addRemark,
  deskQueue,
  deskSheet,
  listRemarks,
  openDesk,
  removeRemark,
  reveal,
  savePoints,
  setFlag,
  setReleased,
} from '../../grading/index.ts';
import { assignmentInstructor, assignmentStaff } from '../permissions.ts';
import { t } from '../trpc.ts';

const done = { ok: true as const };

/** The grading desk. Rows are named by opaque ids and pseudonyms; `reveal` asks for the names and is written down. */
export const gradingRouter = t.router({
  open: assignmentStaff
    .input(AssignmentRef)
    .output(DeskOpened)
    .query(({ ctx, input }) => openDesk(ctx.services, input.assignmentId, { ...ctx.user, ...ctx.course })),
  queue: assignmentStaff
    .input(QueueRef)
    .output(DeskQueue)
    .query(({ ctx, input }) => deskQueue(ctx.services, input, ctx.user.id)),
  row: assignmentStaff
    .input(RowRef)
    .output(DeskSheet)
    .query(({ ctx, input }) => deskSheet(ctx.services, input, ctx.user.id)),
  setPoints: assignmentStaff
    .input(SetPointsInput)
    .output(CellSaved)
    .mutation(async ({ ctx, input }) => tellCell(ctx, input, await savePoints(ctx.services, input, ctx.user.id))),
  flag: assignmentStaff
    .input(FlagInput)
    .output(CellSaved)
    .mutation(async ({ ctx, input }) => tellCell(ctx, input, await setFlag(ctx.services, input, ctx.user.id))),
  reveal: assignmentStaff
    .input(RevealNamesInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await reveal(ctx.services, input, ctx.user.id);
      return done;
    }),
  remarks: assignmentStaff
    .input(QueueRef)
    .output(z.array(Remark))
    .query(({ ctx, input }) => listRemarks(ctx.services, input)),
  addRemark: assignmentStaff
    .input(AddRemarkInput)
    .output(Remark)
    .mutation(({ ctx, input }) => addRemark(ctx.services, input, ctx.user.id)),
  removeRemark: assignmentStaff
    .input(RemarkRef)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await removeRemark(ctx.services, input);
      return done;
    }),
  release: assignmentInstructor
    .input(ReleaseInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await setReleased(ctx.services, input, ctx.user.id);
      return done;
    }),
});
