import {
  decidePoints,
  type Figure,
  figureOf,
  type GradebookRow,
  type GradeEvent,
  type Grades,
  gradebookCsv,
  type LiveStudent,
  releasedStudent,
} from '@overcommit/coursework';
import type { AssignmentDetail, GradeRow, GradingDesk, PointsSet, SetPointsInput } from '@overcommit/protocol/api';
import type { z } from 'zod';
import { addressOf } from '../addressOf.ts';
import { badRequest, conflict, notFound } from '../errors.ts';
import { findAssignment, type GradedAssignment, gradedMachines } from './graded.ts';
import { appendGrades, loadGrades } from './gradeStream.ts';
import { liveStudents } from './live.ts';
import { gradedWith, graderNames, itemShape, rowsOf } from './rows.ts';
import { gradedTeams } from './teams.ts';
import type { GradedMachine, GradingDeps } from './types.ts';

type PointsInput = z.infer<typeof SetPointsInput>;

/** Tries of a decision while others grade other items of the same assignment. */
const ATTEMPTS = 8;

async function assignmentOrThrow(deps: GradingDeps, assignmentId: string): Promise<GradedAssignment> {
  const assignment = await findAssignment(deps, assignmentId);
  if (!assignment) throw notFound('This assignment does not exist.');
  return assignment;
}

async function allRows(deps: GradingDeps, assignment: GradedAssignment, grades: Grades): Promise<GradeRow[]> {
  const nameOf = await graderNames(deps, grades);
  const rows: GradeRow[] = [];
  for (const machine of await gradedMachines(deps, assignment.id))
    rows.push(...(await rowsOf(deps, { assignment, machine, grades, nameOf })));
  return rows;
}

/** Everything that a grader sees: rubric, and a row for each machine × student × item. */
export async function openDesk(deps: GradingDeps, assignmentId: string): Promise<GradingDesk> {
  const assignment = await assignmentOrThrow(deps, assignmentId);
  const grades = await loadGrades(deps.store, assignmentId);
  const { courseId, title, rubric } = assignment;
  const rows = await allRows(deps, assignment, grades);
  return {
    assignmentId,
    courseId,
    title,
    isReleased: grades.releasedAt !== null,
    rubric: rubric.items.map(itemShape),
    rows,
  };
}

async function machineAt(deps: GradingDeps, { assignmentId, machineId }: PointsInput): Promise<GradedMachine> {
  const ofGroup = await gradedMachines(deps, assignmentId, { machineId });
  const machine = ofGroup.find((one) => one.machineId === machineId);
  if (!machine) throw notFound('This machine is not graded for this assignment.');
  return machine;
}

async function rowAt(deps: GradingDeps, assignment: GradedAssignment, input: PointsInput): Promise<GradeRow> {
  const grades = await loadGrades(deps.store, assignment.id);
  const machine = await machineAt(deps, input);
  const nameOf = await graderNames(deps, grades);
  const rows = await rowsOf(deps, { assignment, machine, grades, nameOf });
  const row = rows.find((one) => one.studentId === input.studentId && one.itemId === input.itemId);
  if (!row) throw notFound('This student or this item is not graded on this machine.');
  return row;
}

/** Sets or takes back a person's points. A conflict answers with the other grader's row. `by` is the grader's user id. */
export async function givePoints(deps: GradingDeps, input: PointsInput, by: string): Promise<PointsSet> {
  const assignment = await assignmentOrThrow(deps, input.assignmentId);
  await rowAt(deps, assignment, input);
  const machine = await machineAt(deps, input);
  const item = assignment.rubric.items.find(({ id }) => id === input.itemId);
  const studentIds = item ? gradedWith(item, machine, input.studentId) : [input.studentId];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const grades = await loadGrades(deps.store, assignment.id);
    const decided = decidePoints(grades, assignment.rubric, { ...input, studentIds, by });
    if (!decided.ok && decided.code === 'BAD_POINTS') throw badRequest(decided.message);
    if (!decided.ok) return { ok: false, code: 'CONFLICT', current: await rowAt(deps, assignment, input) };
    const { version } = grades;
    if (await appendGrades(deps.store, { assignmentId: assignment.id, version, events: [decided.event] }))
      return { ok: true, row: await rowAt(deps, assignment, input) };
  }
  throw conflict('Many people are grading at this moment. Please try again.');
}

/** What the logs say today of all students, by student id. */
async function allLive(
  deps: GradingDeps,
  assignment: Pick<GradedAssignment, 'id' | 'rubric'>,
): Promise<Map<string, LiveStudent>> {
  const found = new Map<string, LiveStudent>();
  const { rubric } = assignment;
  for (const team of await gradedTeams(deps, assignment.id))
    for (const [studentId, live] of liveStudents(team, rubric, await deps.verdicts.of(team, rubric)))
      found.set(studentId, live);
  return found;
}

/** Shows the grades to the students, or hides them again. A release freezes every figure as it stands. */
export async function setReleased(
  deps: GradingDeps,
  { assignmentId, isReleased }: { assignmentId: string; isReleased: boolean },
  by: string,
): Promise<void> {
  const { id, rubric, rubricVersion } = await assignmentOrThrow(deps, assignmentId);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const grades = await loadGrades(deps.store, id);
    if ((grades.releasedAt !== null) === isReleased) return;
    const live = isReleased ? await allLive(deps, { id, rubric }) : new Map<string, LiveStudent>();
    const figures = [...live].map(([studentId, today]) =>
      releasedStudent(grades, { studentId, rubric, live: today, seal: null }),
    );
    const released: GradeEvent = { type: 'Released', by, rubricVersion, figures };
    const event: GradeEvent = isReleased ? released : { type: 'Withdrawn', by };
    if (await appendGrades(deps.store, { assignmentId, version: grades.version, events: [event] })) return;
  }
  throw conflict('Many people are grading at this moment. Please try again.');
}

export async function isReleased(deps: GradingDeps, assignmentId: string): Promise<boolean> {
  return (await loadGrades(deps.store, assignmentId)).releasedAt !== null;
}

/** A student's own points; null before the release. They are the frozen ones, wherever the student is today. */
export async function gradeOf(
  deps: GradingDeps,
  assignmentId: string,
  userId: string,
): Promise<AssignmentDetail['myGrade']> {
  const grades = await loadGrades(deps.store, assignmentId);
  if (!grades.releases.has(userId)) return null;
  const { rubric } = await assignmentOrThrow(deps, assignmentId);
  const { items, total, outOf, releasedAt } = figureOf(grades, { studentId: userId, rubric, live: null });
  return {
    points: total,
    outOf,
    releasedAt: new Date(releasedAt ?? ''),
    items: items.map(({ itemId, points, cell }) => ({ itemId, points, note: cell.manual?.note ?? '' })),
  };
}

/** The figures of these students. Logs are read only for those whose grades are not released. */
async function figuresOf(
  deps: GradingDeps,
  assignment: GradedAssignment,
  studentIds: readonly string[],
): Promise<Map<string, Figure>> {
  const { rubric } = assignment;
  const grades = await loadGrades(deps.store, assignment.id);
  const isLiveNeeded = studentIds.some((id) => !grades.releases.has(id));
  const live = isLiveNeeded ? await allLive(deps, assignment) : new Map<string, LiveStudent>();
  return new Map(
    studentIds.map((studentId) => [
      studentId,
      figureOf(grades, { studentId, rubric, live: live.get(studentId) ?? null }),
    ]),
  );
}

const pointsById = ({ items }: Figure) => Object.fromEntries(items.map(({ itemId, points }) => [itemId, points]));

/** The gradebook of a course as CSV text: every student of the roster, every assignment. */
export async function courseGradebook(deps: GradingDeps, courseId: string): Promise<string> {
  const enrollments = await deps.db.enrollment.findMany({
    where: { courseId, role: 'student' },
    include: {
      user: { select: { id: true, name: true, email: true, claimsEmail: true } },
      group: { select: { name: true } },
    },
    orderBy: [{ user: { name: 'asc' } }, { userId: 'asc' }],
  });
  const list = await deps.db.assignment.findMany({
    where: { courseId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const assignments = await Promise.all(list.map((one) => assignmentOrThrow(deps, one.id)));
  const studentIds = enrollments.map(({ userId }) => userId);
  const points = new Map<string, Map<string, Figure>>();
  for (const assignment of assignments) points.set(assignment.id, await figuresOf(deps, assignment, studentIds));
  const pointsOf = (assignmentId: string, userId: string) => {
    const figure = points.get(assignmentId)?.get(userId);
    return figure ? pointsById(figure) : {};
  };
  const rows = enrollments.map(
    ({ user, group }): GradebookRow => ({
      studentId: user.id,
      name: user.name,
      email: addressOf(user),
      group: group?.name ?? '',
      points: Object.fromEntries(assignments.map(({ id }) => [id, pointsOf(id, user.id)])),
    }),
  );
  return gradebookCsv(assignments, rows);
}
