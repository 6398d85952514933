import { type Cell, cellOf, type Grades, newestCell, openRegrade, type RubricItem } from '@overcommit/coursework';
import type { DeskCell } from '@overcommit/protocol/api';
import { notFound } from '../../errors.ts';
import { findAssignment, type GradedAssignment } from '../graded.ts';
import type { GradedTeam, GradingDeps } from '../types.ts';
import { type DeskNames, deskNames, type Who } from './names.ts';

export type DeskAssignment = GradedAssignment & { labSlug: string; names: DeskNames };

/** @throws AppError NOT_FOUND */
export async function deskAssignment(deps: GradingDeps, assignmentId: string): Promise<DeskAssignment> {
  const [assignment, row] = await Promise.all([
    findAssignment(deps, assignmentId),
    deps.db.assignment.findUnique({ where: { id: assignmentId }, select: { secret: true, labSlug: true } }),
  ]);
  if (!assignment || !row) throw notFound('This assignment does not exist.');
  return { ...assignment, labSlug: row.labSlug, names: deskNames(row.secret) };
}

/** The row under which the desk knows a team or a student. */
export async function rowIdOf(deps: GradingDeps, assignmentId: string, who: Who): Promise<string> {
  return (await deskAssignment(deps, assignmentId)).names.rowId(who);
}

/** @throws AppError NOT_FOUND for an id that the desk did not make */
export function whoIs({ names }: DeskAssignment, rowId: string): Who {
  const who = names.read(rowId);
  if (!who) throw notFound('There is no such row at this desk.');
  return who;
}

/** The rows of an item that one team has: itself, or each member. */
export function rowsOfItem({ scope }: RubricItem, team: GradedTeam): { who: Who; studentIds: string[] }[] {
  const all = team.members.map(({ userId }) => userId);
  if (scope === 'group') return [{ who: { kind: 'team', id: team.teamId }, studentIds: all }];
  return all.map((id) => ({ who: { kind: 'student', id }, studentIds: [id] }));
}

/** The name of a grader: `by` in a grade event is a user id. */
export type NameOf = (userId: string) => string;

export async function graderNames({ db }: GradingDeps, cells: readonly Cell[]): Promise<NameOf> {
  const ids = new Set(cells.flatMap(({ manual }) => (manual ? [manual.by] : [])));
  const users = await db.user.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  const names = new Map(users.map((user) => [user.id, user.name]));
  return (userId) => names.get(userId) ?? 'someone who left';
}

/** A cell is ungraded while a person has to give its points. */
export const isUngraded = (item: RubricItem, cell: Cell): boolean => item.kind === 'manual' && cell.manual === null;

/** The cell of a row: of the members of a team, the one that was changed last. */
export const rowCell = (grades: Grades, itemId: string, studentIds: readonly string[]): Cell =>
  newestCell(grades, { studentIds: [...studentIds], itemId });

export type CellOf = { rowId: string; itemId: string; studentIds: readonly string[]; nameOf: NameOf };

export function deskCell(grades: Grades, { rowId, itemId, studentIds, nameOf }: CellOf): DeskCell {
  const { version, manual } = rowCell(grades, itemId, studentIds);
  const cells = studentIds.map((studentId) => cellOf(grades, { studentId, itemId }));
  return {
    rowId,
    itemId,
    points: manual?.points ?? null,
    note: manual?.note ?? '',
    remarks: manual?.remarks ?? [],
    level: manual?.level ?? null,
    by: manual ? nameOf(manual.by) : null,
    isFlagged: cells.some(({ flag }) => flag !== null),
    hasRegrade: cells.some((cell) => openRegrade(cell) !== null),
    version,
  };
}

/** Whether this grader asked for the names of these students, or of all. */
export function isRevealed(grades: Grades, by: string, studentIds: readonly string[] | 'all'): boolean {
  const own = grades.reveals.filter((one) => one.by === by);
  if (own.some((one) => one.studentIds === 'all')) return true;
  if (studentIds === 'all') return false;
  const known = new Set(own.flatMap((one) => (one.studentIds === 'all' ? [] : one.studentIds)));
  return studentIds.every((id) => known.has(id));
}
