import { z } from 'zod';
import { isPlainProse } from '../ids.ts';
import { Id } from './common.ts';

const Text = z
  .string()
  .trim()
  .min(1, 'Write something first.')
  .max(2000, 'At most 2 000 characters, please.')
  .refine(isPlainProse, 'Only visible characters, please.');

export const AddCommentInput = z.object({
  machineId: Id,
  /** The entry it is about; 0 = the machine at boot. */
  seq: z.int().min(0),
  /** The comment it answers. */
  parentId: Id.optional(),
  text: Text,
});
export const EditCommentInput = z.object({ machineId: Id, commentId: Id, text: Text });
export const CommentRef = z.object({ machineId: Id, commentId: Id });

export const CommentShape = z.object({
  id: Id,
  seq: z.int(),
  parentId: Id.nullable(),
  /** Their seat on this machine; null if they have none (any more). */
  actorId: Id.nullable(),
  authorName: z.string(),
  /** Empty where it was removed. */
  text: z.string(),
  isRemoved: z.boolean(),
  createdAt: z.date(),
  editedAt: z.date().nullable(),
  isMine: z.boolean(),
  mayRemove: z.boolean(),
});
export type CommentShape = z.infer<typeof CommentShape>;
