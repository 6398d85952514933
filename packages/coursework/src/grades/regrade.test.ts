import { describe, expect, it } from 'vitest';
import type { Rubric } from '../rubric/rubric.ts';
import type { GradeEvent } from './events.ts';
import { foldGrades } from './grades.ts';
import { type AskRegrade, answerForRegrade, askForRegrade, regradeAt, regradeUntil, similarCases } from './regrade.ts';

const rubric: Rubric = { items: [{ kind: 'manual', id: 'why', title: 'Why', scope: 'member', outOf: 500 }] };
const NOW = Date.UTC(2026, 10, 10);
const DAY = 86_400_000;

const set = (studentId: string, points: number, by = 'dana', remarks: string[] = []): GradeEvent => ({
  type: 'PointsSet',
  studentIds: [studentId],
  itemId: 'why',
  points,
  note: '',
  remarks,
  level: null,
  by,
});
const released = (...studentIds: string[]): GradeEvent => ({
  type: 'Released',
  by: 'dana',
  rubricVersion: 'r',
  figures: studentIds.map((studentId) => ({ studentId, seal: null, latePercent: 0, items: [] })),
});
const asked: GradeEvent = {
  type: 'RegradeAsked',
  studentId: 'ana',
  itemId: 'why',
  machineId: 'm',
  seq: 16,
  text: 'Look',
};
const fold = (...events: GradeEvent[]) =>
  foldGrades(events.map((event, n) => ({ version: n + 1, recordedAt: new Date(NOW).toISOString(), event })));
const request = (change: Partial<AskRegrade> = {}): AskRegrade => ({
  studentId: 'ana',
  itemId: 'why',
  machineId: 'm',
  seq: 16,
  parts: [{ machineId: 'm', seq: 20 }],
  text: ' I named the margin in #16. ',
  nowMs: NOW + DAY,
  days: 7,
  ...change,
});
const NOT_OWN = 'This entry is not in your graded work. Choose an entry of it, or none.';
const GRADED = [set('ana', 300), released('ana')];

describe('asking for a regrade', () => {
  it('is written at its item and entry', () => {
    expect(askForRegrade(fold(...GRADED), rubric, request())).toEqual({
      ok: true,
      event: { ...asked, text: 'I named the margin in #16.' },
    });
    expect(regradeAt(fold(...GRADED, asked), 3)).toMatchObject({ studentId: 'ana', itemId: 'why', gradedBy: 'dana' });
    expect(regradeAt(fold(...GRADED, asked), 2)).toBeNull();
  });

  it('ends a number of days after the release; without a number it never does', () => {
    const grades = fold(...GRADED);
    expect(regradeUntil(grades, 'ana', 7)).toBe(NOW + 7 * DAY);
    expect(askForRegrade(grades, rubric, request({ nowMs: NOW + 7 * DAY })).ok).toBe(true);
    expect(askForRegrade(grades, rubric, request({ nowMs: NOW + 7 * DAY + 1 })).ok).toBe(false);
    expect(askForRegrade(grades, rubric, request({ nowMs: NOW + 900 * DAY, days: null })).ok).toBe(true);
  });

  it.each([
    [fold(set('ana', 300)), {}, 'Your grades are not released.'],
    [fold(...GRADED), { studentId: 'ben' }, 'Your grades are not released.'],
    [fold(...GRADED, asked), {}, 'You have asked for a regrade of this item. It is not answered yet.'],
    [fold(...GRADED), { text: '  ' }, 'Say what should be looked at again.'],
    [fold(...GRADED), { itemId: 'nope' }, 'This rubric has no such item.'],
    [fold(...GRADED), { machineId: 'other' }, NOT_OWN],
    [fold(...GRADED), { seq: 21 }, NOT_OWN],
  ])('is refused with a sentence', (grades, change, message) => {
    expect(askForRegrade(grades, rubric, request(change))).toEqual({ ok: false, message });
  });
});

describe('answering it', () => {
  const answer = {
    studentId: 'ana',
    itemId: 'why',
    upheld: true,
    text: 'So you did.',
    by: 'elif',
    isOnlyGrader: false,
  };

  it('is for another grader than the one who gave the points, unless there is none', () => {
    const grades = fold(...GRADED, asked);
    expect(answerForRegrade(grades, answer).ok).toBe(true);
    expect(answerForRegrade(grades, { ...answer, by: 'dana' })).toEqual({
      ok: false,
      message: 'You gave these points: another grader answers this request.',
    });
    expect(answerForRegrade(grades, { ...answer, by: 'dana', isOnlyGrader: true }).ok).toBe(true);
  });

  it('happens once, and with a reason', () => {
    expect(answerForRegrade(fold(...GRADED), answer).ok).toBe(false);
    expect(answerForRegrade(fold(...GRADED, asked), { ...answer, text: '' }).ok).toBe(false);
  });

  it('offers the cases that came to the same in the same way', () => {
    const grades = fold(
      set('ana', 300, 'dana', ['r2', 'r1']),
      set('ben', 300, 'elif', ['r1', 'r2']),
      set('cem', 300),
      set('eve', 300, 'dana', ['r1', 'r2']),
      released('ana', 'ben', 'cem'),
    );
    expect(similarCases(grades, { studentId: 'ana', itemId: 'why' })).toEqual(['ben']);
  });
});
