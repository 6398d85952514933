import { describe, expect, it } from 'vitest';
import type { Rubric } from '../rubric/rubric.ts';
import {
  cellOf,
  decidePoints,
  foldGrades,
  type GradeEvent,
  type Grades,
  pointsOf,
  type RecordedGradeEvent,
  type SetPoints,
  totalOf,
} from './grades.ts';

const rubric: Rubric = {
  items: [
    { kind: 'automatic', id: 'kill', title: 'A kill', scope: 'group', outOf: 300, earned: 'true' },
    { kind: 'manual', id: 'why', title: 'Why', scope: 'member', outOf: 500 },
  ],
};
const why = { machineId: 'm1', studentId: 'ana', itemId: 'why' };
const kill = { ...why, itemId: 'kill' };
const asked: SetPoints = { ...why, points: 400, note: 'clear', by: 'dana', expectedVersion: 0 };

const recorded = (events: GradeEvent[]): RecordedGradeEvent[] =>
  events.map((event, index) => ({ version: index + 1, recordedAt: `2026-11-02T10:00:0${index}.000Z`, event }));
const fold = (...events: GradeEvent[]): Grades => foldGrades(recorded(events));

describe('grades', () => {
  it('given nothing, when points are set, then a cell has them and version 1', () => {
    const decided = decidePoints(fold(), rubric, asked);
    expect(decided.ok).toBe(true);
    if (!decided.ok) return;
    const cell = cellOf(fold(decided.event), why);
    expect(cell).toMatchObject({ version: 1, manual: { points: 400, note: 'clear', by: 'dana' } });
  });

  it('two graders never overwrite each other: the slower one is shown what the faster one wrote', () => {
    const grades = fold({ type: 'PointsSet', ...why, points: 500, note: 'mine', by: 'elif' });
    expect(decidePoints(grades, rubric, asked)).toMatchObject({
      ok: false,
      code: 'CONFLICT',
      current: { version: 1, manual: { points: 500, by: 'elif' } },
    });
    expect(decidePoints(grades, rubric, { ...asked, expectedVersion: 1 }).ok).toBe(true);
  });

  it('a change to one item is no conflict for another, nor for another student', () => {
    const grades = fold({ type: 'PointsSet', ...why, points: 500, note: '', by: 'elif' });
    expect(decidePoints(grades, rubric, { ...asked, ...kill, points: 0, note: 'by hand', expectedVersion: 0 }).ok).toBe(
      true,
    );
    expect(decidePoints(grades, rubric, { ...asked, studentId: 'ben', expectedVersion: 0 }).ok).toBe(true);
  });

  it('ids that contain separators do not run into each other', () => {
    const grades = fold({
      type: 'PointsSet',
      machineId: 'a","b',
      studentId: 'c',
      itemId: 'why',
      points: 1,
      note: '',
      by: 'x',
    });
    expect(cellOf(grades, { machineId: 'b', studentId: 'c","a', itemId: 'why' }).version).toBe(0);
  });

  it.each([
    [{ points: 501 }, '“Why” gives 0 to 5 points.'],
    [{ points: -1 }, '“Why” gives 0 to 5 points.'],
    [{ points: 0.5 }, 'Points have at most two decimals.'],
    [{ points: Number.NaN }, 'Points have at most two decimals.'],
    [{ itemId: 'nope' }, 'This rubric has no such item.'],
    [{ ...kill, points: 0, note: '  ' }, 'An override of an automatic verdict needs a reason.'],
  ])('%j is refused with a sentence', (change, message) => {
    expect(decidePoints(fold(), rubric, { ...asked, ...change })).toEqual({ ok: false, code: 'BAD_POINTS', message });
  });

  it('taking a person’s points back lets the automatic verdict count again', () => {
    const set: GradeEvent = { type: 'PointsSet', ...kill, points: 100, note: 'half of it', by: 'dana' };
    expect(pointsOf(cellOf(fold(set), kill), 300)).toBe(100);
    const cleared = fold(set, { type: 'PointsCleared', ...kill, note: '', by: 'dana' });
    expect(pointsOf(cellOf(cleared, kill), 300)).toBe(300);
    expect(cellOf(cleared, kill).version).toBe(2);
  });

  it('a release freezes the automatic points and is no conflict for a grader; a withdrawal hides them again', () => {
    const release: GradeEvent = { type: 'Released', by: 'dana', automatic: [{ ...kill, points: 300 }] };
    const grades = fold(release);
    expect(grades.releasedAt).not.toBeNull();
    expect(cellOf(grades, kill)).toMatchObject({ released: 300, version: 0 });
    expect(fold(release, { type: 'Withdrawn', by: 'dana' }).releasedAt).toBeNull();
  });

  it('a regrade request is kept beside its answer', () => {
    const grades = fold(
      { type: 'RegradeAsked', ...why, text: 'I named the margin' },
      { type: 'RegradeAnswered', ...why, text: 'So you did', by: 'dana' },
    );
    expect(cellOf(grades, why).regrade).toEqual({ asked: 'I named the margin', answered: 'So you did' });
  });

  it('a total tells what is missing', () => {
    expect(totalOf([300, null, 50])).toEqual({ points: 350, ungraded: 1 });
  });

  it('a gap in the versions is a broken invariant', () => {
    const [first] = recorded([{ type: 'Withdrawn', by: 'x' }]);
    expect(() => foldGrades([{ ...(first as RecordedGradeEvent), version: 2 }])).toThrow('jump from 0 to 2');
  });
});
