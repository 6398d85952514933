import { formatPoints, type Hundredths, type Rubric, type RubricItem, rangeOf } from '../rubric/rubric.ts';
import type { GradeEvent } from './events.ts';
import { type Cell, cellOf, type Grades } from './grades.ts';

export type SetPoints = {
  /** All members for an item of the group, one student for a member's item. */
  studentIds: string[];
  itemId: string;
  /** Null takes the person's points back. */
  points: Hundredths | null;
  note: string;
  remarks?: string[];
  level?: string | null;
  by: string;
  /** The newest version of these cells that the grader has seen. */
  expectedVersion: number;
};
export type Decided =
  | { ok: true; event: GradeEvent }
  /** Another grader saved first. `current` is what they wrote; nothing is lost. */
  | { ok: false; code: 'CONFLICT'; current: Cell }
  | { ok: false; code: 'BAD_POINTS'; message: string };

function refuse(message: string): Decided {
  return { ok: false, code: 'BAD_POINTS', message };
}

function problemOf(item: RubricItem, asked: SetPoints): string | null {
  if (asked.points === null) return null;
  if (!Number.isInteger(asked.points)) return 'Points have at most two decimals.';
  const [least, most] = rangeOf(item);
  if (asked.points < least || asked.points > most)
    return `“${item.title}” gives ${formatPoints(least)} to ${formatPoints(most)} points.`;
  if (item.kind === 'automatic' && asked.note.trim() === '')
    return 'An override of an automatic verdict needs a reason.';
  return null;
}

/** The cell of these that was changed last. */
export function newestCell(grades: Grades, { studentIds, itemId }: Pick<SetPoints, 'studentIds' | 'itemId'>): Cell {
  const cells = studentIds.map((studentId) => cellOf(grades, { studentId, itemId }));
  return cells.reduce((newest, cell) => (cell.version > newest.version ? cell : newest));
}

/** Decides whether a grader's points are written, and as which event. A cell that is newer than what the grader saw is a conflict. */
export function decidePoints(grades: Grades, rubric: Rubric, asked: SetPoints): Decided {
  const item = rubric.items.find((one) => one.id === asked.itemId);
  if (!item) return refuse('This rubric has no such item.');
  if (asked.studentIds.length === 0) return refuse('Nobody is graded here.');
  const current = newestCell(grades, asked);
  if (current.version > asked.expectedVersion) return { ok: false, code: 'CONFLICT', current };
  const problem = problemOf(item, asked);
  if (problem !== null) return refuse(problem);
  const { studentIds, itemId, points, note, remarks = [], level = null, by } = asked;
  if (points === null) return { ok: true, event: { type: 'PointsCleared', studentIds, itemId, note, by } };
  return { ok: true, event: { type: 'PointsSet', studentIds, itemId, points, note, remarks, level, by } };
}
