import {
  AddCommentInput,
  CommentRef,
  CommentShape,
  Done,
  EditCommentInput,
  Id,
  MachineRef,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import { addComment, editComment, listComments, removeComment } from '../../commands/comments.ts';
import { machineViewer } from '../permissions.ts';
import { t } from '../trpc.ts';

export const commentsRouter = t.router({
  list: machineViewer
    .input(MachineRef)
    .output(z.array(CommentShape))
    .query(({ ctx }) => listComments(ctx, ctx.access)),
  add: machineViewer
    .input(AddCommentInput)
    .output(z.object({ id: Id }))
    .mutation(({ ctx, input }) => addComment(ctx, ctx.access, input)),
  edit: machineViewer
    .input(EditCommentInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await editComment(ctx, ctx.access, input);
      return { ok: true as const };
    }),
  remove: machineViewer
    .input(CommentRef)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await removeComment(ctx, ctx.access, input.commentId);
      return { ok: true as const };
    }),
});
