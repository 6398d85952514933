import {
  decidePoints,
  figureOf,
  type GradeEvent,
  type Grades,
  type ReleasedStudent,
  releasedStudent,
} from '@overcommit/coursework';
import type { AssignmentDetail, GradeRow, GradingDesk, PointsSet, SetPointsInput } from '@overcommit/protocol/api';
import type { z } from 'zod';
import { badRequest, conflict, notFound } from '../errors.ts';
import { assignmentOrThrow } from './assignments.ts';
import { type GradedAssignment, gradedMachines } from './graded.ts';
import { appendGrades, loadGrades } from './gradeStream.ts';
import { liveStudents } from './live.ts';
import { gradedWith, graderNames, itemShape, rowsOf } from './rows.ts';
import { gradedTeams } from './teams.ts';
import type { GradedMachine, GradingDeps } from './types.ts';

type PointsInput = z.infer<typeof SetPointsInput>;

/** Tries of a decision while others grade other items of the same assignment. */
const ATTEMPTS = 8;

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

/** What is graded of every student who is not released yet, frozen as it stands. */
async function figuresToRelease(
  deps: GradingDeps,
  { id, rubric }: GradedAssignment,
  grades: Grades,
): Promise<ReleasedStudent[]> {
  const teams = await gradedTeams(deps, id);
  await deps.verdicts.fill(teams, rubric);
  return Promise.all(
    teams.map(async (team) => {
      const seal = team.seal && { teamId: team.teamId, version: team.seal.version };
      const live = liveStudents(team, rubric, await deps.verdicts.of(team, rubric));
      return live
        .filter(([studentId]) => !grades.releases.has(studentId))
        .map(([studentId, today]) => releasedStudent(grades, { studentId, rubric, live: today, seal }));
    }),
  ).then((found) => found.flat());
}

/** Students of one event of a release: events stay small, and all of a release are written together. */
const RELEASED_AT_ONCE = 100;

function releaseEvents(figures: ReleasedStudent[], { by, rubricVersion }: { by: string; rubricVersion: string }) {
  const events: GradeEvent[] = [];
  for (let at = 0; at < Math.max(1, figures.length); at += RELEASED_AT_ONCE)
    events.push({ type: 'Released', by, rubricVersion, figures: figures.slice(at, at + RELEASED_AT_ONCE) });
  return events;
}

/**
 * Shows the grades to the students, or hides them again. A release freezes every figure as it stands; a further one adds
 * the students who had none.
 */
export async function setReleased(
  deps: GradingDeps,
  { assignmentId, isReleased }: { assignmentId: string; isReleased: boolean },
  by: string,
): Promise<void> {
  const assignment = await assignmentOrThrow(deps, assignmentId);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const grades = await loadGrades(deps.store, assignmentId);
    if (grades.releasedAt === null && !isReleased) return;
    const figures = isReleased ? await figuresToRelease(deps, assignment, grades) : [];
    if (grades.releasedAt !== null && isReleased && figures.length === 0) return;
    const { rubricVersion } = assignment;
    const events: GradeEvent[] = isReleased
      ? releaseEvents(figures, { by, rubricVersion })
      : [{ type: 'Withdrawn', by }];
    if (await appendGrades(deps.store, { assignmentId, version: grades.version, events })) return;
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
