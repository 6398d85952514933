import { type ExtensionRule, type LateRule, lateRuleSchema } from '@overcommit/coursework';
import { notFound } from '../errors.ts';
import type { WorkAssignment, WorkDeps } from './types.ts';

/** An assignment's dates and rules, and all its extensions. @throws AppError NOT_FOUND */
export async function assignmentOf(
  { db }: Pick<WorkDeps, 'db'>,
  assignmentId: string,
): Promise<{ assignment: WorkAssignment; extensions: ExtensionRule[] }> {
  const row = await db.assignment.findUnique({ where: { id: assignmentId }, include: { extensions: true } });
  if (!row) throw notFound('This assignment does not exist.');
  const { id, courseId, title, labSlug, timeZone, opensAt, dueAt, closesAt, attempts, extensions } = row;
  const window = { opensAt, dueAt, closesAt, attempts };
  const assignment = { id, courseId, title, labSlug, timeZone, window, lateRule: lateRuleOf(row.lateRule) };
  return { assignment, extensions };
}

/** The stored late rule; null = being late costs nothing. */
export function lateRuleOf(stored: unknown): LateRule | null {
  return stored === null ? null : lateRuleSchema.parse(stored);
}
