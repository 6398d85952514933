import type { MyGrade } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { gradeOf } from '../grading/index.ts';

const MOST = 10;

/** The caller's own grades that were released, in all courses where they are a student, newest first. */
export async function myGrades({ services, user }: SignedIn): Promise<MyGrade[]> {
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
  return mine.sort((a, b) => b.releasedAt.getTime() - a.releasedAt.getTime()).slice(0, MOST);
}
