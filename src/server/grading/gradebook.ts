import {
  type Figure,
  figureOf,
  type GradebookRow,
  type Grades,
  gradebookCsv,
  type LiveStudent,
  rubricOutOf,
} from '@overcommit/coursework';
import type { Gradebook, GradebookAssignment, GradebookCell } from '@overcommit/protocol/api';
import { addressOf } from '../addressOf.ts';
import { findAssignments, type GradedAssignment } from './graded.ts';
import { loadGrades } from './gradeStream.ts';
import { liveStudents } from './live.ts';
import { gradedTeams } from './teams.ts';
import type { GradedTeam, GradingDeps } from './types.ts';

/** One assignment with all that its cells are made of. */
type Sheet = {
  assignment: GradedAssignment;
  grades: Grades;
  /** Of students whose grades are not released. */
  live: Map<string, LiveStudent>;
  teamOf: Map<string, GradedTeam>;
  judged: { done: number; total: number };
};

async function studentsOf({ db }: GradingDeps, courseId: string) {
  return db.enrollment.findMany({
    where: { courseId, role: 'student' },
    include: {
      user: { select: { id: true, name: true, email: true, claimsEmail: true } },
      group: { select: { name: true } },
    },
    orderBy: [{ user: { name: 'asc' } }, { userId: 'asc' }],
  });
}

/**
 * Logs are asked about only for those whose grades are not released: released cells come from the stream of grades alone.
 * @param isWhole wait for verdicts that are not worked out yet; else they are worked out in the background
 */
async function sheetOf(
  deps: GradingDeps,
  assignment: GradedAssignment,
  { studentIds, isWhole }: { studentIds: readonly string[]; isWhole: boolean },
): Promise<Sheet> {
  const { id, rubric } = assignment;
  const grades = await loadGrades(deps.store, id);
  const empty = { assignment, grades, live: new Map(), teamOf: new Map(), judged: { done: 0, total: 0 } };
  if (studentIds.every((one) => grades.releases.has(one))) return empty;
  const teams = await gradedTeams(deps, id);
  if (isWhole) await deps.verdicts.fill(teams, rubric);
  const known = await deps.verdicts.known(teams, rubric);
  return {
    ...empty,
    live: new Map(
      teams.flatMap((team) => {
        const verdicts = known.get(team.teamId);
        return verdicts ? liveStudents(team, rubric, verdicts) : [];
      }),
    ),
    teamOf: new Map(teams.flatMap((team) => team.members.map(({ userId }) => [userId, team] as const))),
    judged: { done: known.size, total: teams.length },
  };
}

function figureIn({ assignment, grades, live }: Sheet, studentId: string): Figure {
  return figureOf(grades, { studentId, rubric: assignment.rubric, live: live.get(studentId) ?? null });
}

async function sheetsOf(deps: GradingDeps, courseId: string, asked: Parameters<typeof sheetOf>[2]): Promise<Sheet[]> {
  const sheets: Sheet[] = [];
  for (const assignment of await findAssignments(deps, courseId)) sheets.push(await sheetOf(deps, assignment, asked));
  return sheets;
}

/** The gradebook of a course on screen. What is not judged yet is empty, and counted in `judged`. */
export async function openGradebook(
  deps: GradingDeps,
  courseId: string,
): Promise<Omit<Gradebook, 'title' | 'isInstructor'>> {
  const students = await studentsOf(deps, courseId);
  const studentIds = students.map(({ userId }) => userId);
  const sheets = await sheetsOf(deps, courseId, { studentIds, isWhole: false });
  return {
    assignments: sheets.map((sheet) => headOf(sheet, studentIds)),
    rows: students.map(({ user, group }) => ({
      studentId: user.id,
      name: user.name,
      email: addressOf(user),
      group: group?.name ?? '',
      cells: sheets.map((sheet) => cellOf(sheet, user.id)),
    })),
    graders: await gradersOf(deps, sheets),
  };
}

function headOf({ assignment, grades, judged }: Sheet, studentIds: readonly string[]): GradebookAssignment {
  const { id, title, rubric } = assignment;
  const items = rubric.items.map(({ id: itemId, title: name, outOf, isBonus = false, isPenalty = false }) => {
    return { id: itemId, title: name, outOf, isBonus, isPenalty };
  });
  return {
    ...{ id, title, items, judged },
    outOf: rubricOutOf(rubric),
    releasedAt: grades.releasedAt === null ? null : new Date(grades.releasedAt),
    released: studentIds.filter((one) => grades.releases.has(one)).length,
  };
}

function cellOf(sheet: Sheet, studentId: string): GradebookCell {
  const { items, total, latePercent, ungraded, releasedAt } = figureIn(sheet, studentId);
  return {
    points: sheet.assignment.rubric.items.map(({ id }) => items.find(({ itemId }) => itemId === id)?.points ?? null),
    total: ungraded === items.length ? null : total,
    latePercent,
    ungraded,
    mark: markOf(sheet, studentId),
    isReleased: releasedAt !== null,
    isChanged: items.some(({ cell }) => cell.changes.length > 0),
  };
}

function markOf({ grades, teamOf }: Sheet, studentId: string): GradebookCell['mark'] {
  const figures = grades.releases.get(studentId)?.figures;
  if (figures) return figures.latePercent > 0 ? 'late' : figures.seal ? 'none' : 'missing';
  const team = teamOf.get(studentId);
  if (!team || (!team.seal && team.parts.length === 0)) return 'missing';
  if (!team.seal) return 'preview';
  return team.lateMinutes > 0 ? 'late' : 'none';
}

async function gradersOf({ db }: GradingDeps, sheets: readonly Sheet[]): Promise<Gradebook['graders']> {
  const all = sheets.flatMap(({ assignment, grades }) =>
    [...grades.spent.values()].map((one) => ({ assignment, grades, ...one })),
  );
  const users = await db.user.findMany({
    where: { id: { in: [...new Set(all.map(({ by }) => by))] } },
    select: { id: true, name: true },
  });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return all.map(({ assignment, grades, itemId, by, saves, ms }) => ({
    assignmentId: assignment.id,
    itemId,
    name: names.get(by) ?? 'someone who left',
    saves,
    minutes: Math.round(ms / 6000) / 10,
    mean: meanOf(grades, { itemId, by }),
  }));
}

/** Of the points that this grader gave for the item, as they stand. */
function meanOf({ cells }: Grades, { itemId, by }: { itemId: string; by: string }): number {
  const points = [...cells].flatMap(([key, { manual }]) =>
    manual?.by === by && (JSON.parse(key) as string[])[1] === itemId ? [manual.points] : [],
  );
  return points.length === 0 ? 0 : Math.round(points.reduce((sum, one) => sum + one, 0) / points.length);
}

/** Works out all verdicts of the course's assignments that are not released. Answers once it has begun. */
export async function fillGradebook(deps: GradingDeps, courseId: string): Promise<void> {
  const studentIds = (await studentsOf(deps, courseId)).map(({ userId }) => userId);
  for (const { id, rubric } of await findAssignments(deps, courseId)) {
    const grades = await loadGrades(deps.store, id);
    if (studentIds.every((one) => grades.releases.has(one))) continue;
    await deps.verdicts.fill(await gradedTeams(deps, id), rubric);
  }
}

/** The gradebook of a course as CSV text: every student of the roster, every assignment. */
export async function courseGradebook(deps: GradingDeps, courseId: string): Promise<string> {
  const students = await studentsOf(deps, courseId);
  const sheets = await sheetsOf(deps, courseId, { studentIds: students.map(({ userId }) => userId), isWhole: true });
  const rows = students.map(({ user, group }): GradebookRow => {
    const figures = sheets.map((sheet) => [sheet.assignment.id, figureIn(sheet, user.id)] as const);
    const { id: studentId, name } = user;
    return { studentId, name, email: addressOf(user), group: group?.name ?? '', figures: Object.fromEntries(figures) };
  });
  return gradebookCsv(
    sheets.map(({ assignment }) => assignment),
    rows,
  );
}
