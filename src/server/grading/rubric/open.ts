import { type Rubric, rubricSchema } from '@overcommit/coursework';
import type { RubricVersionShape } from '@overcommit/protocol/api';
import { notFound } from '../../errors.ts';
import { rubricProblem } from '../rubricProblem.ts';
import type { RubricDeps } from '../types.ts';

export type OpenedRubric = {
  assignmentId: string;
  courseId: string;
  courseTitle: string;
  title: string;
  labSlug: string;
  /** Of the rubric that counts; 1 = the one that the assignment was made with. */
  version: number;
  /** Null where what is stored is no rubric: `text` is what is there, `problem` what is wrong with it. */
  rubric: Rubric | null;
  problem: string | null;
  text: string;
  /** Newest first. */
  versions: RubricVersionShape[];
};

/** The rubric of an assignment with its versions. One that cannot be read comes as text, so that it can be mended. */
export async function openRubric({ db }: RubricDeps, assignmentId: string): Promise<OpenedRubric> {
  const row = await db.assignment.findUnique({
    where: { id: assignmentId },
    include: { course: { select: { name: true } }, rubrics: { orderBy: { version: 'desc' } } },
  });
  if (!row) throw notFound('This assignment does not exist.');
  const parsed = rubricSchema.safeParse(row.rubric);
  const writers = await db.user.findMany({
    where: { id: { in: row.rubrics.map(({ createdBy }) => createdBy) } },
    select: { id: true, name: true },
  });
  const names = new Map(writers.map(({ id, name }) => [id, name]));
  return {
    assignmentId,
    courseId: row.courseId,
    courseTitle: row.course.name,
    title: row.title,
    labSlug: row.labSlug,
    version: row.rubrics[0]?.version ?? 1,
    rubric: parsed.success ? parsed.data : null,
    problem: rubricProblem(row.rubric),
    text: JSON.stringify(row.rubric, null, 2),
    versions: row.rubrics.map(({ version, createdAt, createdBy, effect }) => ({
      version,
      at: createdAt,
      by: names.get(createdBy) ?? 'someone who left',
      effect,
    })),
  };
}

/** The text of one version, as JSON. @throws AppError NOT_FOUND */
export async function rubricVersion(
  { db }: RubricDeps,
  { assignmentId, version }: { assignmentId: string; version: number },
): Promise<{ text: string }> {
  const row = await db.rubricVersion.findUnique({ where: { assignmentId_version: { assignmentId, version } } });
  if (!row) throw notFound('This rubric has no such version.');
  return { text: JSON.stringify(row.rubric, null, 2) };
}
