import {
  cellOf,
  decidePoints,
  type GradebookRow,
  type Grades,
  gradebookCsv,
  pointsOf,
  rubricOutOf,
  totalOf,
} from '@overcommit/coursework';
import type { AssignmentDetail, GradeRow, GradingDesk, PointsSet, SetPointsInput } from '@overcommit/protocol/api';
import type { z } from 'zod';
import { badRequest, conflict, notFound } from '../errors.ts';
import { findAssignment, type GradedAssignment, gradedMachines } from './graded.ts';
import { appendGrade, loadGrades } from './gradeStream.ts';
import { graderNames, itemShape, machinePoints, type Points, rowsOf } from './rows.ts';
import type { GradingDeps } from './types.ts';

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

async function rowAt(deps: GradingDeps, assignment: GradedAssignment, input: PointsInput): Promise<GradeRow> {
  const grades = await loadGrades(deps.store, assignment.id);
  const ofGroup = await gradedMachines(deps, assignment.id, { machineId: input.machineId });
  const machine = ofGroup.find((one) => one.machineId === input.machineId);
  if (!machine) throw notFound('This machine is not graded for this assignment.');
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
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const grades = await loadGrades(deps.store, assignment.id);
    const decided = decidePoints(grades, assignment.rubric, { ...input, by });
    if (!decided.ok && decided.code === 'BAD_POINTS') throw badRequest(decided.message);
    if (!decided.ok) return { ok: false, code: 'CONFLICT', current: await rowAt(deps, assignment, input) };
    const { event } = decided;
    if (await appendGrade(deps.store, { assignmentId: assignment.id, version: grades.version, event }))
      return { ok: true, row: await rowAt(deps, assignment, input) };
  }
  throw conflict('Many people are grading at this moment. Please try again.');
}

/** Shows the grades to the students, or hides them again. A release freezes the automatic verdicts as they stand. */
export async function setReleased(
  deps: GradingDeps,
  { assignmentId, isReleased }: { assignmentId: string; isReleased: boolean },
  by: string,
): Promise<void> {
  const assignment = await assignmentOrThrow(deps, assignmentId);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const grades = await loadGrades(deps.store, assignmentId);
    if ((grades.releasedAt !== null) === isReleased) return;
    const rows = isReleased ? await allRows(deps, assignment, grades) : [];
    const automatic = rows.flatMap(({ machineId, studentId, itemId, automatic: verdict }) =>
      verdict ? [{ machineId, studentId, itemId, points: verdict.points }] : [],
    );
    const event = isReleased ? ({ type: 'Released', by, automatic } as const) : ({ type: 'Withdrawn', by } as const);
    if (await appendGrade(deps.store, { assignmentId, version: grades.version, event })) return;
  }
  throw conflict('Many people are grading at this moment. Please try again.');
}

export async function isReleased(deps: GradingDeps, assignmentId: string): Promise<boolean> {
  return (await loadGrades(deps.store, assignmentId)).releasedAt !== null;
}

/** A student's own points; null before the release, or without a machine. Frozen verdicts count, not today's. */
export async function gradeOf(
  deps: GradingDeps,
  assignmentId: string,
  userId: string,
): Promise<AssignmentDetail['myGrade']> {
  const grades = await loadGrades(deps.store, assignmentId);
  if (grades.releasedAt === null) return null;
  const assignment = await assignmentOrThrow(deps, assignmentId);
  const machines = await gradedMachines(deps, assignmentId, { studentId: userId });
  const machine = machines.find((one) => one.students.some((student) => student.userId === userId));
  if (!machine) return null;
  const items = assignment.rubric.items.map((item) => {
    const cell = cellOf(grades, { machineId: machine.machineId, studentId: userId, itemId: item.id });
    return { itemId: item.id, points: pointsOf(cell, cell.released), note: cell.manual?.note ?? '' };
  });
  const { points } = totalOf(items.map((item) => item.points));
  return { points, outOf: rubricOutOf(assignment.rubric), releasedAt: new Date(grades.releasedAt), items };
}

/** Points by student id, then item id, as they stand now. */
async function pointsByStudent(
  deps: GradingDeps,
  assignment: GradedAssignment,
): Promise<Map<string, Points['points']>> {
  const grades = await loadGrades(deps.store, assignment.id);
  const found = new Map<string, Points['points']>();
  for (const machine of await gradedMachines(deps, assignment.id))
    for (const { studentId, points } of await machinePoints(deps, { assignment, machine, grades }))
      found.set(studentId, { ...found.get(studentId), ...points });
  return found;
}

/** The gradebook of a course as CSV text: every student of the roster, every assignment. */
export async function courseGradebook(deps: GradingDeps, courseId: string): Promise<string> {
  const enrollments = await deps.db.enrollment.findMany({
    where: { courseId, role: 'student' },
    include: { user: { select: { id: true, name: true, email: true } }, group: { select: { name: true } } },
    orderBy: [{ user: { name: 'asc' } }, { userId: 'asc' }],
  });
  const list = await deps.db.assignment.findMany({
    where: { courseId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  const assignments = await Promise.all(list.map((one) => assignmentOrThrow(deps, one.id)));
  const points = new Map<string, Awaited<ReturnType<typeof pointsByStudent>>>();
  for (const assignment of assignments) points.set(assignment.id, await pointsByStudent(deps, assignment));
  const rows = enrollments.map(
    ({ user, group }): GradebookRow => ({
      studentId: user.id,
      name: user.name,
      email: user.email,
      group: group?.name ?? '',
      points: Object.fromEntries(assignments.map(({ id }) => [id, points.get(id)?.get(user.id) ?? {}])),
    }),
  );
  return gradebookCsv(assignments, rows);
}
