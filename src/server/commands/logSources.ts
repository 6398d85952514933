import type { LogSourceShape } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { forbidden } from '../errors.ts';
import { assignmentAccess } from './access.ts';

/** More than an instructor looks through. */
const MOST = 200;

/** The assignments whose logs the caller may read, newest first. */
export async function logSources({ services, user }: SignedIn): Promise<LogSourceShape[]> {
  const rows = await services.db.assignment.findMany({
    where: user.isHost ? {} : { course: { enrollments: { some: { userId: user.id, role: { not: 'student' } } } } },
    include: { course: { select: { name: true, _count: { select: { groups: true } } } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
    take: MOST,
  });
  return rows.map(({ id, title, course }) => {
    return { assignmentId: id, title, courseTitle: course.name, groups: course._count.groups };
  });
}

/** @throws AppError FORBIDDEN unless the caller is staff of the assignment's course */
export async function refuseForeignLogs(ctx: SignedIn, assignmentId: string): Promise<void> {
  const access = await assignmentAccess(ctx, assignmentId);
  if (!access?.isStaff) throw forbidden('Only the staff of its course may read the logs of this assignment.');
}
