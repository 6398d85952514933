import { createHash } from 'node:crypto';
import { type Rubric, rubricSchema } from '@overcommit/coursework';
import { notNow } from '../errors.ts';
import { rubricProblem } from './rubricProblem.ts';
import type { GradingDeps } from './types.ts';

export type GradedAssignment = { id: string; courseId: string; title: string; rubric: Rubric; rubricVersion: string };

/** Two rubrics with the same text are the same version. */
const versionOf = (rubric: Rubric): string =>
  createHash('sha256').update(JSON.stringify(rubric)).digest('hex').slice(0, 16);

type Row = { id: string; courseId: string; title: string; rubric: unknown };

/** @throws AppError PRECONDITION_FAILED with the place, if what is stored is no rubric */
function graded(row: Row): GradedAssignment {
  const problem = rubricProblem(row.rubric);
  if (problem !== null)
    throw notNow(`The rubric of “${row.title}” cannot be read. ${problem}. An instructor can mend it under Rubric.`);
  const rubric = rubricSchema.parse(row.rubric);
  return { id: row.id, courseId: row.courseId, title: row.title, rubric, rubricVersion: versionOf(rubric) };
}

/** The assignment with its rubric. @throws AppError PRECONDITION_FAILED if the stored rubric is not one. */
export async function findAssignment({ db }: GradingDeps, assignmentId: string): Promise<GradedAssignment | null> {
  const row = await db.assignment.findUnique({ where: { id: assignmentId } });
  return row ? graded(row) : null;
}

/** All assignments of a course, oldest first. */
export async function findAssignments({ db }: GradingDeps, courseId: string): Promise<GradedAssignment[]> {
  const rows = await db.assignment.findMany({ where: { courseId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return rows.map(graded);
}
