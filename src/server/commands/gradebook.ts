import type { Gradebook } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { fillGradebook, openGradebook } from '../grading/index.ts';
import type { CourseAccess } from './access.ts';

export async function gradebook({ services }: SignedIn, { courseId, role }: CourseAccess): Promise<Gradebook> {
  const course = await services.db.course.findUniqueOrThrow({ where: { id: courseId }, select: { name: true } });
  const found = await openGradebook(services, courseId);
  return { title: course.name, isInstructor: role === 'instructor', ...found };
}

/** Courses whose logs are being judged, so that a second press starts nothing. */
const filling = new Set<string>();

/** Answers at once; the gradebook tells the progress. */
export async function fillVerdicts({ services }: SignedIn, courseId: string): Promise<{ ok: true }> {
  if (filling.has(courseId)) return { ok: true };
  filling.add(courseId);
  void fillGradebook(services, courseId)
    .catch((error: unknown) => services.log.error({ err: error, courseId }, 'logs could not be judged'))
    .finally(() => filling.delete(courseId));
  return { ok: true };
}
