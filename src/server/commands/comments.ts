import type { CommentShape } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { badRequest, forbidden, notFound, tooMany } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Services } from '../services.ts';
import type { MachineAccess } from './access.ts';
import { audit } from './audit.ts';

const MOST_COMMENTS = 2000;
const NO_COMMENT = 'This comment does not exist any more.';

type Row = {
  id: string;
  seq: number;
  parentId: string | null;
  authorId: string | null;
  text: string;
  createdAt: Date;
  editedAt: Date | null;
  removedAt: Date | null;
  author: { name: string } | null;
};

/** Comments on the entries of a log, oldest first. None on concealed entries. */
export async function listComments(ctx: SignedIn, access: MachineAccess): Promise<CommentShape[]> {
  const { db } = ctx.services;
  const { machineId, untilSeq } = access;
  const rows = await db.comment.findMany({
    where: { machineId, ...(untilSeq === null ? {} : { seq: { lte: untilSeq } }) },
    include: { author: { select: { name: true } } },
    orderBy: [{ seq: 'asc' }, { createdAt: 'asc' }],
    take: MOST_COMMENTS,
  });
  const seats = await db.seat.findMany({ where: { machineId }, select: { userId: true, actorId: true } });
  const actors = new Map(seats.flatMap(({ userId, actorId }) => (userId === null ? [] : [[userId, actorId]])));
  const answered = new Set(rows.map(({ parentId }) => parentId));
  // A removed comment stays only if it has answers.
  return rows
    .filter((row) => row.removedAt === null || answered.has(row.id))
    .map((row) => shapeOf(row, { ctx, access, actorId: actors.get(row.authorId ?? '') ?? null }));
}

function shapeOf(
  row: Row,
  { ctx, access, actorId }: { ctx: SignedIn; access: MachineAccess; actorId: string | null },
): CommentShape {
  const { id, seq, parentId, text, createdAt, editedAt } = row;
  const isRemoved = row.removedAt !== null;
  const isMine = row.authorId === ctx.user.id && !isRemoved;
  const authorName = row.author?.name ?? 'someone who left';
  const mayRemove = !isRemoved && (isMine || access.isStaff);
  return { id, seq, parentId, actorId, authorName, text, isRemoved, createdAt, editedAt, isMine, mayRemove };
}

type NewComment = { seq: number; parentId?: string | undefined; text: string };

/** @throws AppError BAD_REQUEST where there is no such entry for the caller, NOT_FOUND for an answer to an unknown comment. */
export async function addComment(
  ctx: SignedIn,
  access: MachineAccess,
  { seq, parentId, text }: NewComment,
): Promise<{ id: string }> {
  const { services, user } = ctx;
  const { machineId } = access;
  const wait = services.actionLimits.count('comment', user.id);
  if (wait !== null) throw tooMany(`You wrote a lot just now. Try again in ${wait} seconds.`);
  const parent = parentId === undefined ? null : await commentOf(services, machineId, parentId);
  if (parent && (parent.parentId !== null || parent.removedAt)) throw badRequest('This cannot be answered.');
  const at = parent?.seq ?? seq;
  const last = (await services.store.head(machineId))?.version ?? 0;
  if (at > Math.min(last, access.untilSeq ?? last)) throw badRequest('There is no such entry.');
  if ((await services.db.comment.count({ where: { machineId } })) >= MOST_COMMENTS)
    throw forbidden(`A machine has at most ${MOST_COMMENTS} comments.`);
  const id = newId();
  await services.db.comment.create({
    data: { id, machineId, seq: at, parentId: parent?.id ?? null, authorId: user.id, text },
  });
  return { id };
}

export async function editComment(
  { services, user }: SignedIn,
  { machineId }: MachineAccess,
  { commentId, text }: { commentId: string; text: string },
): Promise<void> {
  const wait = services.actionLimits.count('comment', user.id);
  if (wait !== null) throw tooMany(`You wrote a lot just now. Try again in ${wait} seconds.`);
  const comment = await commentOf(services, machineId, commentId);
  if (comment.authorId !== user.id) throw forbidden('Only who wrote a comment may change it.');
  if (comment.removedAt) throw notFound(NO_COMMENT);
  await services.db.comment.update({ where: { id: commentId }, data: { text, editedAt: new Date() } });
}

/** By its author or by staff; a removal by staff is audited. The text is deleted, the answers stay. */
export async function removeComment(
  { services, user }: SignedIn,
  { machineId, isStaff }: MachineAccess,
  commentId: string,
): Promise<void> {
  const comment = await commentOf(services, machineId, commentId);
  const isOwn = comment.authorId === user.id;
  if (!isOwn && !isStaff) throw forbidden('Only its author or staff may remove a comment.');
  await services.db.$transaction(async (tx) => {
    await tx.comment.update({ where: { id: commentId }, data: { text: '', removedAt: new Date() } });
    if (!isOwn)
      await audit(tx, { actor: user.id, action: 'comment.remove', subject: commentId, before: { machineId } });
  });
}

/** Only of this machine: an id from another machine is unknown here. */
async function commentOf({ db }: Services, machineId: string, id: string) {
  const comment = await db.comment.findUnique({ where: { id } });
  if (comment?.machineId !== machineId) throw notFound(NO_COMMENT);
  return comment;
}
