import { windowOf } from '@overcommit/coursework';
import type { SignedIn } from '../context.ts';
import { badRequest, notFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { assignmentOf } from '../work/index.ts';
import { audit } from './audit.ts';

export type NewExtension = {
  assignmentId: string;
  groupId: string | null;
  userId: string | null;
  dueAt: Date | null;
  closesAt: Date | null;
  attempts: number | null;
  reason: string;
};

/** More time or attempts for one group or one person; it replaces the one that they had. */
export async function extend(
  { services, user }: SignedIn,
  { assignmentId, groupId, userId, ...given }: NewExtension,
): Promise<{ extensionId: string }> {
  const { assignment } = await assignmentOf(services, assignmentId);
  const { dueAt } = assignment.window;
  if (!dueAt && (given.dueAt || given.closesAt)) throw badRequest('Due: this assignment has no due date to be moved.');
  const { courseId } = assignment;
  await refuseStrangers({ services, user } as SignedIn, { courseId, groupId, userId });
  const rule = { groupId, userId, ...given };
  const moved = windowOf(assignment.window, [rule], { teamId: groupId ?? '', userId: userId ?? undefined });
  if (given.closesAt && moved.dueAt && given.closesAt < moved.dueAt)
    throw badRequest('Closes: it must not close before it is due.');
  const extensionId = await services.db.$transaction(async (tx) => {
    await tx.extension.deleteMany({ where: { assignmentId, groupId, userId } });
    const id = newId();
    await tx.extension.create({ data: { id, assignmentId, groupId, userId, ...given, createdBy: user.id } });
    await audit(tx, {
      actor: user.id,
      action: 'extension.set',
      subject: assignmentId,
      after: { groupId, userId, dueAt: given.dueAt?.toISOString() ?? null, reason: given.reason },
    });
    return id;
  });
  await services.deadlines.run({ assignmentId });
  return { extensionId };
}

type Whom = { courseId: string; groupId: string | null; userId: string | null };

async function refuseStrangers({ services: { db } }: SignedIn, { courseId, groupId, userId }: Whom): Promise<void> {
  if (groupId !== null && !(await db.group.findFirst({ where: { id: groupId, courseId } })))
    throw badRequest('Group: it is not in this course.');
  const isMember = userId === null || (await db.enrollment.findFirst({ where: { courseId, userId, role: 'student' } }));
  if (!isMember) throw badRequest('Person: they are no student of this course.');
}

/** The dates of the assignment count again. A team that is over them by now is sealed at once. */
export async function removeExtension(
  { services, user }: SignedIn,
  { assignmentId, extensionId }: { assignmentId: string; extensionId: string },
): Promise<{ ok: true }> {
  await services.db.$transaction(async (tx) => {
    const before = await tx.extension.findFirst({ where: { id: extensionId, assignmentId } });
    if (!before) throw notFound('This extension does not exist any more.');
    await tx.extension.delete({ where: { id: extensionId } });
    const { groupId, userId, dueAt } = before;
    await audit(tx, {
      actor: user.id,
      action: 'extension.remove',
      subject: assignmentId,
      before: { groupId, userId, dueAt: dueAt?.toISOString() ?? null },
    });
  });
  await services.deadlines.run({ assignmentId });
  return { ok: true };
}
