import type { Remark } from '@overcommit/protocol/api';
import { notFound } from '../../errors.ts';
import { newId } from '../../ids.ts';
import { loadGrades } from '../gradeStream.ts';
import { gradedTeams } from '../teams.ts';
import type { GradingDeps } from '../types.ts';
import { deskAssignment, rowCell, rowsOfItem } from './assignment.ts';
import { itemOf } from './open.ts';

/** The comment bank of one item, the oldest first, with the rows whose grade uses each comment now. */
export async function listRemarks(
  deps: GradingDeps,
  { assignmentId, itemId }: { assignmentId: string; itemId: string },
): Promise<Remark[]> {
  const [assignment, grades, teams, stored] = await Promise.all([
    deskAssignment(deps, assignmentId),
    loadGrades(deps.store, assignmentId),
    gradedTeams(deps, assignmentId),
    deps.db.remark.findMany({
      where: { assignmentId, itemId, removedAt: null },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, text: true },
    }),
  ]);
  const item = itemOf(assignment, itemId);
  const used = teams
    .flatMap((team) => rowsOfItem(item, team))
    .map(({ who, studentIds }) => ({
      rowId: assignment.names.rowId(who),
      remarks: rowCell(grades, itemId, studentIds).manual?.remarks ?? [],
    }));
  return stored.map(({ id, text }) => ({
    id,
    itemId,
    text,
    rowIds: used.filter(({ remarks }) => remarks.includes(id)).map(({ rowId }) => rowId),
  }));
}

export async function addRemark(
  deps: GradingDeps,
  { assignmentId, itemId, text }: { assignmentId: string; itemId: string; text: string },
  createdBy: string,
): Promise<Remark> {
  itemOf(await deskAssignment(deps, assignmentId), itemId);
  const id = newId();
  await deps.db.remark.create({ data: { id, assignmentId, itemId, text: text.trim(), createdBy } });
  return { id, itemId, text: text.trim(), rowIds: [] };
}

/** No longer offers a comment. Grades that use it keep it. @throws AppError NOT_FOUND */
export async function removeRemark(
  deps: GradingDeps,
  { assignmentId, remarkId }: { assignmentId: string; remarkId: string },
): Promise<void> {
  const { count } = await deps.db.remark.updateMany({
    where: { id: remarkId, assignmentId },
    data: { removedAt: new Date() },
  });
  if (count === 0) throw notFound('There is no such comment at this assignment.');
}
