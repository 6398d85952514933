import { checkPredicate, type Rubric, rubricSchema } from '@overcommit/coursework';
import type { RubricEffect } from '@overcommit/protocol/api';
import type { Prisma } from '../../../../prisma/generated/client.ts';
import { badRequest, conflict, notFound } from '../../errors.ts';
import { appendGrades, loadGrades } from '../gradeStream.ts';
import { gradedTeams } from '../teams.ts';
import type { RubricDeps } from '../types.ts';
import { consequencesOf, rubricEffect } from './effect.ts';

type Wish = { assignmentId: string; basedOn: number; rubric: Rubric };

/** Tries of the event while graders save points. */
const ATTEMPTS = 8;

/** @throws AppError BAD_REQUEST for an expression that is wrong, with its item and column */
export function refuseBadPredicates({ items }: Rubric): void {
  for (const item of items) {
    if (item.kind !== 'automatic') continue;
    for (const use of ['earned', 'evidence'] as const) {
      const expression = item[use];
      const error = expression === undefined ? null : checkPredicate(expression, { scope: item.scope, use });
      if (!error) continue;
      const place = error.column === null ? '' : ` at column ${error.column}`;
      throw badRequest(`“${item.title}”, ${use}${place}: ${error.message}.`);
    }
  }
}

/** A stored rubric that cannot be read has no items: what replaces it is new. */
async function currentOf({ db }: RubricDeps, assignmentId: string): Promise<{ before: Rubric; version: number }> {
  const row = await db.assignment.findUnique({
    where: { id: assignmentId },
    select: { rubric: true, rubrics: { orderBy: { version: 'desc' }, take: 1, select: { version: true } } },
  });
  if (!row) throw notFound('This assignment does not exist.');
  const parsed = rubricSchema.safeParse(row.rubric);
  return { before: parsed.success ? parsed.data : { items: [] }, version: row.rubrics[0]?.version ?? 1 };
}

const CHANGED_BY_ANOTHER =
  'Another instructor changed this rubric meanwhile. Open it again; your draft stays in this browser.';

/** What a rubric would do if it counted from now on. */
export async function previewRubric(deps: RubricDeps, { assignmentId, basedOn, rubric }: Wish): Promise<RubricEffect> {
  refuseBadPredicates(rubric);
  const { before, version } = await currentOf(deps, assignmentId);
  if (version !== basedOn) throw conflict(CHANGED_BY_ANOTHER);
  const [grades, teams] = await Promise.all([loadGrades(deps.store, assignmentId), gradedTeams(deps, assignmentId)]);
  return rubricEffect(deps, { before, after: rubric, grades, teams });
}

/** A new version of the rubric, which counts from now on, and its event in the log of grades. */
export async function publishRubric(
  deps: RubricDeps,
  wish: Wish,
  by: string,
): Promise<{ version: number; words: string }> {
  const { assignmentId, basedOn, rubric } = wish;
  const { words } = await previewRubric(deps, wish);
  return deps.db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT id FROM assignments WHERE id = ${assignmentId} FOR UPDATE`;
      const { before, version } = await currentOf({ ...deps, db: tx as RubricDeps['db'] }, assignmentId);
      if (version !== basedOn) throw conflict(CHANGED_BY_ANOTHER);
      const next = version + 1;
      const row = await tx.assignment.findUniqueOrThrow({ where: { id: assignmentId } });
      const first = { assignmentId, version, rubric: row.rubric as Prisma.InputJsonValue, createdBy: by };
      await tx.rubricVersion.createMany({ data: [{ ...first, createdAt: row.createdAt }], skipDuplicates: true });
      await tx.rubricVersion.create({ data: { assignmentId, version: next, rubric, effect: words, createdBy: by } });
      await tx.assignment.update({ where: { id: assignmentId }, data: { rubric } });
      await tx.audit.create({
        data: { actor: by, action: 'rubric.publish', subject: assignmentId, after: { version: next, effect: words } },
      });
      // Last, so that a change that was not stored has no event. The same version is written once.
      await tell(deps, { assignmentId, version: next, words, by, ...consequencesOf({ before, after: rubric }) });
      return { version: next, words };
    },
    { timeout: 30_000 },
  );
}

type Told = { assignmentId: string; version: number; words: string; by: string } & ReturnType<typeof consequencesOf>;

async function tell({ store }: RubricDeps, { assignmentId, version, words, by, ranges, again }: Told): Promise<void> {
  const event = { type: 'RubricChanged' as const, version: String(version), effect: words, by, ranges, again };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { version: at } = await loadGrades(store, assignmentId);
    if (await appendGrades(store, { assignmentId, version: at, events: [event], commandId: `rubric-${version}` }))
      return;
  }
  throw conflict('Many people are grading at this moment. Please try again.');
}
