import {
  answerForRegrade,
  askForRegrade,
  cellOf,
  decidePoints,
  figureOf,
  type GradeEvent,
  type Grades,
  regradeAt,
  regradesOf,
  type SetPoints,
  similarCases,
} from '@overcommit/coursework';
import type { AnswerRegradeInput, AskRegradeInput, RegradeList, RegradeRow } from '@overcommit/protocol/api';
import type { z } from 'zod';
import { badRequest, conflict, notFound } from '../errors.ts';
import { assignmentOrThrow } from './assignments.ts';
import { type DeskAssignment, deskAssignment } from './desk/assignment.ts';
import type { GradedAssignment } from './graded.ts';
import { appendGrades, loadGrades } from './gradeStream.ts';
import { regradeDays, regradeShape } from './mine.ts';
import { gradedTeams } from './teams.ts';
import type { GradingDeps } from './types.ts';

type Ask = z.infer<typeof AskRegradeInput>;
type Answer = z.infer<typeof AnswerRegradeInput>;

/** Tries of a decision while others grade. */
const ATTEMPTS = 8;

/** Appends what `decide` makes of the grades as they stand, again where another was faster. */
async function decideGrades(
  deps: GradingDeps,
  assignmentId: string,
  decide: (grades: Grades) => GradeEvent[],
): Promise<GradeEvent[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const grades = await loadGrades(deps.store, assignmentId);
    const events = decide(grades);
    if (await appendGrades(deps.store, { assignmentId, version: grades.version, events })) return events;
  }
  throw conflict('Many people are grading at this moment. Please try again.');
}

/** Writes a student's request. @throws AppError with the reason where it cannot be asked for */
export async function askRegrade(deps: GradingDeps, input: Ask, studentId: string): Promise<void> {
  const { assignmentId, ...asked } = input;
  const { rubric } = await assignmentOrThrow(deps, assignmentId);
  const days = await regradeDays(deps, assignmentId);
  const teams = await gradedTeams(deps, assignmentId);
  const own = teams.find(({ members }) => members.some(({ userId }) => userId === studentId));
  const by = { studentId, days, parts: own?.parts ?? [] };
  await decideGrades(deps, assignmentId, (grades) => {
    const decided = askForRegrade(grades, rubric, { ...asked, ...by, nowMs: Date.now() });
    if (!decided.ok) throw badRequest(decided.message);
    return [decided.event];
  });
}

/** All requests of an assignment, the open ones first. */
export async function listRegrades(deps: GradingDeps, assignmentId: string, graderId: string): Promise<RegradeList> {
  const assignment = await deskAssignment(deps, assignmentId);
  const grades = await loadGrades(deps.store, assignmentId);
  const rows = regradesOf(grades).flatMap((one) => regradeRow(one, { assignment, grades, graderId }));
  const isOpen = (row: RegradeRow) => (row.answer === null ? 0 : 1);
  return {
    title: assignment.title,
    courseId: assignment.courseId,
    rows: rows.sort((a, b) => isOpen(a) - isOpen(b) || a.at.getTime() - b.at.getTime()),
  };
}

type Seen = { assignment: DeskAssignment; grades: Grades; graderId: string };

function regradeRow(
  request: ReturnType<typeof regradesOf>[number],
  { assignment, grades, graderId }: Seen,
): RegradeRow[] {
  const { studentId, itemId, gradedBy, version } = request;
  const figure = figureOf(grades, { studentId, rubric: assignment.rubric, live: null });
  const item = figure.items.find((one) => one.itemId === itemId);
  if (!item) return [];
  const { machineId: _machine, ...shown } = regradeShape(request);
  return [
    {
      ...shown,
      request: version,
      pseudonym: assignment.names.pseudonym({ kind: 'student', id: studentId }),
      itemId,
      itemTitle: item.title,
      outOf: item.outOf,
      points: item.points,
      note: item.cell.manual?.note ?? '',
      explanation: item.automatic?.explanation ?? null,
      isOwn: gradedBy === graderId,
      similar: similarCases(grades, { studentId, itemId }).length,
    },
  ];
}

/** Answers a request; where it is upheld with points, these are given in the same breath. @returns how many students got them */
export async function answerRegrade(deps: GradingDeps, input: Answer, by: string): Promise<{ changed: number }> {
  const { assignmentId, request, upheld, text, points, withSimilar } = input;
  const assignment = await assignmentOrThrow(deps, assignmentId);
  const isOnlyGrader = await isAlone(deps, assignment.courseId, by);
  const teams = await membersByStudent(deps, assignment);
  const events = await decideGrades(deps, assignmentId, (grades) => {
    const asked = regradeAt(grades, request);
    if (!asked) throw notFound('There is no such request.');
    const { studentId, itemId } = asked;
    const answered = answerForRegrade(grades, { studentId, itemId, upheld, text, by, isOnlyGrader });
    if (!answered.ok) throw badRequest(answered.message);
    if (!upheld || points === null) return [answered.event];
    const cases = [studentId, ...(withSimilar ? similarCases(grades, { studentId, itemId }) : [])];
    const item = assignment.rubric.items.find((one) => one.id === itemId);
    const groups = cases.map((one) => (item?.scope === 'group' ? (teams.get(one) ?? [one]) : [one]));
    const change = { itemId, points, note: text, by };
    return [
      answered.event,
      ...distinct(groups).map((ids) => setFor(grades, assignment, { ...change, studentIds: ids })),
    ];
  });
  return { changed: events.flatMap((event) => (event.type === 'PointsSet' ? event.studentIds : [])).length };
}

function setFor(grades: Grades, { rubric }: GradedAssignment, asked: Omit<SetPoints, 'expectedVersion'>): GradeEvent {
  const expectedVersion = Math.max(
    ...asked.studentIds.map((studentId) => cellOf(grades, { studentId, itemId: asked.itemId }).version),
  );
  const decided = decidePoints(grades, rubric, { ...asked, expectedVersion });
  if (decided.ok) return decided.event;
  throw badRequest(decided.code === 'BAD_POINTS' ? decided.message : 'Another grader changed this meanwhile.');
}

const distinct = (groups: string[][]): string[][] => [
  ...new Map(groups.map((ids) => [[...ids].sort().join('\n'), ids])).values(),
];

/** The members of each student's team: they share the points of a group item. */
async function membersByStudent(deps: GradingDeps, { id }: GradedAssignment): Promise<Map<string, string[]>> {
  const teams = await gradedTeams(deps, id);
  return new Map(
    teams.flatMap(({ members }) => {
      const ids = members.map(({ userId }) => userId);
      return ids.map((userId) => [userId, ids] as const);
    }),
  );
}

/** Whether nobody else of the course's staff could answer. */
async function isAlone({ db }: GradingDeps, courseId: string, by: string): Promise<boolean> {
  const others = { courseId, role: { in: ['instructor' as const, 'assistant' as const] }, userId: { not: by } };
  return (await db.enrollment.count({ where: others })) === 0;
}
