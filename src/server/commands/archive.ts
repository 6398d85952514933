import type { SignedIn } from '../context.ts';
import { audit } from './audit.ts';

type Named = { courseId: string; title: string };

export async function renameCourse({ services, user }: SignedIn, { courseId, title }: Named): Promise<{ ok: true }> {
  await services.db.$transaction(async (tx) => {
    const before = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { name: true } });
    await tx.course.update({ where: { id: courseId }, data: { name: title } });
    await audit(tx, { actor: user.id, action: 'course.rename', subject: courseId, before, after: { name: title } });
  });
  return { ok: true };
}

/** An archived course is hidden from lists, and can be read, not changed. */
export async function archiveCourse(
  { services, user }: SignedIn,
  { courseId, isArchived }: { courseId: string; isArchived: boolean },
): Promise<{ ok: true }> {
  const members = await services.db.$transaction(async (tx) => {
    await tx.course.update({ where: { id: courseId }, data: { archivedAt: isArchived ? new Date() : null } });
    await audit(tx, { actor: user.id, action: 'course.archive', subject: courseId, after: { isArchived } });
    return tx.enrollment.findMany({ where: { courseId }, select: { userId: true } });
  });
  await services.accessChanged(members.map(({ userId }) => userId));
  return { ok: true };
}
