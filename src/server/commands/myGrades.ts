import type { MyGrade } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { gradeOf } from '../grading/index.ts';

const MOST = 10;

/** The newest of the caller's own grades that were released. */
export async function myGrades(ctx: SignedIn): Promise<MyGrade[]> {
  return (await myReleasedGrades(ctx)).slice(0, MOST);
}

/** In all courses where the caller is a student, newest first. */
export async function myReleasedGrades({ services, user }: SignedIn): Promise<MyGrade[]> {
  const enrollments = await services.db.enrollment.findMany({
    where: { userId: user.id, role: 'student' },
    select: { course: { select: { name: true, assignments: { select: { id: true, title: true } } } } },
  });
  const mine: MyGrade[] = [];
  for (const { course } of enrollments) {
    for (const { id, title } of course.assignments) {
      const grade = await gradeOf(services, id, user.id);
      if (!grade) continue;
      const { points, outOf, releasedAt } = grade;
      mine.push({ assignmentId: id, title, courseTitle: course.name, points, outOf, releasedAt });
    }
  }
  return mine.sort((a, b) => b.releasedAt.getTime() - a.releasedAt.getTime());
}
