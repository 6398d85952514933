import { decidePoints, type GradeEvent, type Grades } from '@overcommit/coursework';
import type { CellSaved, DeskCell, FlagInput, RevealNamesInput, SetPointsInput } from '@overcommit/protocol/api';
import type { z } from 'zod';
import { badRequest, conflict, notFound } from '../../errors.ts';
import { appendGrades, commandVersion, loadGrades } from '../gradeStream.ts';
import type { GradingDeps } from '../types.ts';
import { type DeskAssignment, deskAssignment, deskCell, graderNames, rowCell, whoIs } from './assignment.ts';
import { itemOf } from './open.ts';
import { teamMembers } from './teams.ts';

type PointsInput = z.infer<typeof SetPointsInput>;
type FlagWish = z.infer<typeof FlagInput>;
type At = { assignmentId: string; rowId: string; itemId: string };

/** Tries of a decision while graders on other processes write to the same assignment. */
const ATTEMPTS = 8;
/** Saves of one assignment go one after the other, so that they do not collide here. */
const last = new Map<string, Promise<unknown>>();

function inTurn<T>(assignmentId: string, task: () => Promise<T>): Promise<T> {
  const done = (last.get(assignmentId) ?? Promise.resolve()).then(task);
  const settled = done
    .catch(() => undefined)
    .finally(() => {
      if (last.get(assignmentId) === settled) last.delete(assignmentId);
    });
  last.set(assignmentId, settled);
  return done;
}

/** Who is graded in this cell. Reads one team at most. @throws AppError NOT_FOUND, BAD_REQUEST */
async function studentsOf(deps: GradingDeps, assignment: DeskAssignment, { rowId, itemId }: At): Promise<string[]> {
  const item = itemOf(assignment, itemId);
  const who = whoIs(assignment, rowId);
  if ((item.scope === 'group') !== (who.kind === 'team'))
    throw badRequest(`“${item.title}” is graded for ${item.scope === 'group' ? 'a whole group' : 'each member'}.`);
  if (who.kind === 'student') return [who.id];
  const members = await teamMembers(deps, assignment.id, who.id);
  if (members.length === 0) throw notFound('This group has nothing to grade.');
  return members;
}

/** The answer to the grader, and the stream's version after it. */
export type Saved = { saved: CellSaved; streamVersion: number };

/** The grades afterwards; `version` of the event, null = `decide` wrote nothing. */
type Written = { grades: Grades; version: number | null };

/** Appends what `decide` makes of the newest grades. The same command is written once. */
async function write(
  deps: GradingDeps,
  { assignmentId, commandId }: { assignmentId: string; commandId: string },
  decide: (grades: Grades) => GradeEvent | null,
): Promise<Written> {
  const { store } = deps;
  const before = await commandVersion(store, assignmentId, commandId);
  if (before !== null) return { grades: await loadGrades(store, assignmentId), version: before };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const grades = await loadGrades(store, assignmentId);
    const event = decide(grades);
    if (event === null) return { grades, version: null };
    const { version } = grades;
    if (await appendGrades(store, { assignmentId, version, events: [event], commandId }))
      return { grades: await loadGrades(store, assignmentId), version: version + 1 };
  }
  throw conflict('Many people are grading at this moment. Please try again.');
}

/** Sets or takes back a person's points. A conflict answers with the other grader's cell. @throws AppError */
export async function savePoints(deps: GradingDeps, input: PointsInput, graderId: string): Promise<Saved> {
  const { assignmentId, rowId, itemId, commandId, ...rest } = input;
  const assignment = await deskAssignment(deps, assignmentId);
  const studentIds = await studentsOf(deps, assignment, input);
  const cellIn = (grades: Grades) => namedCell(deps, grades, { rowId, itemId, studentIds });
  return inTurn(assignmentId, async () => {
    const { grades: after, version } = await write(deps, { assignmentId, commandId }, (grades) => {
      const decided = decidePoints(grades, assignment.rubric, { ...rest, studentIds, itemId, by: graderId });
      if (decided.ok) return decided.event;
      if (decided.code === 'BAD_POINTS') throw badRequest(decided.message);
      return null;
    });
    const cell = await cellIn(after);
    if (version === null)
      return { saved: { ok: false, code: 'CONFLICT', current: cell }, streamVersion: after.version };
    return { saved: { ok: true, cell: { ...cell, version } }, streamVersion: after.version };
  });
}

/** Marks a cell for a second look, or takes the mark away. @throws AppError */
export async function setFlag(deps: GradingDeps, input: FlagWish, graderId: string): Promise<Saved> {
  const { assignmentId, rowId, itemId, commandId, on } = input;
  const assignment = await deskAssignment(deps, assignmentId);
  const studentIds = await studentsOf(deps, assignment, input);
  return inTurn(assignmentId, async () => {
    const event: GradeEvent = { type: 'Flagged', studentIds, itemId, on, by: graderId };
    const { grades } = await write(deps, { assignmentId, commandId }, () => event);
    const cell = await namedCell(deps, grades, { rowId, itemId, studentIds });
    return { saved: { ok: true, cell }, streamVersion: grades.version };
  });
}

/** Writes that a grader looked behind the pseudonyms. From then on this grader's desk has the names. */
export async function reveal(
  deps: GradingDeps,
  input: z.infer<typeof RevealNamesInput>,
  graderId: string,
): Promise<void> {
  const { assignmentId, commandId } = input;
  await inTurn(assignmentId, () =>
    write(deps, { assignmentId, commandId }, (grades) =>
      grades.reveals.some((one) => one.by === graderId && one.studentIds === 'all')
        ? null
        : { type: 'Revealed', studentIds: 'all', by: graderId },
    ),
  );
}

async function namedCell(
  deps: GradingDeps,
  grades: Grades,
  at: { rowId: string; itemId: string; studentIds: string[] },
): Promise<DeskCell> {
  const nameOf = await graderNames(deps, [rowCell(grades, at.itemId, at.studentIds)]);
  return deskCell(grades, { ...at, nameOf });
}
