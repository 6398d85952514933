import type { Grades, RubricItem } from '@overcommit/coursework';
import type { DeskOpened, DeskQueue } from '@overcommit/protocol/api';
import { notFound } from '../../errors.ts';
import { loadGrades } from '../gradeStream.ts';
import { itemShape } from '../itemShape.ts';
import { gradedTeams } from '../teams.ts';
import type { GradedTeam, GradingDeps } from '../types.ts';
import {
  type DeskAssignment,
  deskAssignment,
  deskCell,
  graderNames,
  isRevealed,
  isUngraded,
  rowCell,
  rowsOfItem,
} from './assignment.ts';

/** `role`: in the course of the assignment. */
type Grader = { id: string; role: string };

/** The rubric with what is left to do. No row's content, and no log, is read. */
export async function openDesk(deps: GradingDeps, assignmentId: string, grader: Grader): Promise<DeskOpened> {
  const [assignment, grades, teams] = await Promise.all([
    deskAssignment(deps, assignmentId),
    loadGrades(deps.store, assignmentId),
    gradedTeams(deps, assignmentId),
  ]);
  const { courseId, title, rubric } = assignment;
  return {
    assignmentId,
    courseId,
    title,
    isReleased: grades.releasedAt !== null,
    isInstructor: grader.role === 'instructor',
    isNamed: isRevealed(grades, grader.id, 'all'),
    caps: rubric.caps ?? [],
    items: rubric.items.map((item) => ({
      ...itemShape(item),
      levels: item.levels ?? [],
      ...countsOf(item, { teams, grades }),
    })),
  };
}

function countsOf(item: RubricItem, { teams, grades }: { teams: GradedTeam[]; grades: Grades }) {
  const rows = teams.flatMap((team) => rowsOfItem(item, team));
  const open = rows.filter(({ studentIds }) => isUngraded(item, rowCell(grades, item.id, studentIds)));
  return { rows: rows.length, ungraded: open.length };
}

/** The rows of one item, in the order of a keyed hash. @throws AppError NOT_FOUND */
export async function deskQueue(
  deps: GradingDeps,
  { assignmentId, itemId }: { assignmentId: string; itemId: string },
  graderId: string,
): Promise<DeskQueue> {
  const [assignment, grades, teams] = await Promise.all([
    deskAssignment(deps, assignmentId),
    loadGrades(deps.store, assignmentId),
    gradedTeams(deps, assignmentId),
  ]);
  const item = itemOf(assignment, itemId);
  const rows = teams.flatMap((team) => rowsOfItem(item, team).map((row) => ({ team, ...row })));
  const nameOf = await graderNames(
    deps,
    rows.map(({ studentIds }) => rowCell(grades, itemId, studentIds)),
  );
  const { names } = assignment;
  const shown = rows.map(({ who, team, studentIds }) => {
    const rowId = names.rowId(who);
    const isNamed = isRevealed(grades, graderId, studentIds);
    return {
      rowId,
      order: names.order(itemId, rowId),
      pseudonym: names.pseudonym(who),
      name: isNamed ? nameIn(team, who) : null,
      isSealed: team.seal !== null,
      cell: deskCell(grades, { rowId, itemId, studentIds, nameOf }),
    };
  });
  shown.sort((a, b) => (a.order < b.order ? -1 : 1));
  return { itemId, version: grades.version, rows: shown.map(({ order: _order, ...row }) => row) };
}

export function nameIn(team: GradedTeam, who: { kind: 'team' | 'student'; id: string }): string {
  if (who.kind === 'team') return team.name;
  return team.members.find(({ userId }) => userId === who.id)?.name ?? '';
}

/** @throws AppError NOT_FOUND */
export function itemOf({ rubric }: DeskAssignment, itemId: string): RubricItem {
  const item = rubric.items.find((one) => one.id === itemId);
  if (!item) throw notFound('This rubric has no such item.');
  return item;
}
