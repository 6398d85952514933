import { describe, expect, it } from 'vitest';
import { decidePoints } from '../grades/decide.ts';
import type { GradeEvent, RecordedGradeEvent } from '../grades/events.ts';
import { figureOf, releasedStudent } from '../grades/figure.ts';
import { cellOf, foldGrades } from '../grades/grades.ts';
import { evaluateRubric } from './evaluate.ts';
import { type Rubric, rangeOf, rubricOutOf, rubricSchema, totalOf } from './rubric.ts';

const manual = (id: string, outOf: number, more: object = {}): Rubric['items'][number] => {
  return { kind: 'manual', id, title: `Item ${id}`, scope: 'member', outOf, ...more };
};
const rubric: Rubric = {
  items: [
    manual('a', 300),
    manual('b', 300),
    manual('c', 200, { isBonus: true }),
    manual('d', 150, { isPenalty: true }),
  ],
  caps: [{ title: 'Both', itemIds: ['a', 'b'], most: 400 }],
};
const given = (points: Record<string, number | null>) =>
  Object.entries(points).map(([itemId, one]) => ({ itemId, points: one }));
const recorded = (events: GradeEvent[]): RecordedGradeEvent[] =>
  events.map((event, n) => ({ version: n + 1, recordedAt: `2026-11-02T10:00:0${n}.000Z`, event }));
const set = (itemId: string, points: number): GradeEvent => ({
  ...{ type: 'PointsSet', studentIds: ['ana'], itemId, points, note: '', remarks: [], level: null, by: 'grace' },
});
const figure = (grades: ReturnType<typeof foldGrades>, of = rubric) =>
  figureOf(grades, { studentId: 'ana', rubric: of, live: null });

describe('caps and penalties', () => {
  it('a cap bounds its items together, also in what the rubric is out of', () => {
    expect(rubricOutOf(rubric)).toBe(400);
    expect(totalOf(given({ a: 300, b: 300, c: 200, d: null }), rubric.caps)).toEqual({ points: 600, ungraded: 1 });
    expect(totalOf(given({ a: 100, b: null, c: 0 }), rubric.caps)).toEqual({ points: 100, ungraded: 1 });
  });

  it('a penalty takes away, and never below zero', () => {
    expect(rangeOf({ outOf: 150, isPenalty: true })).toEqual([-150, 0]);
    expect(totalOf(given({ a: 300, d: -150 }))).toEqual({ points: 150, ungraded: 0 });
    expect(totalOf(given({ a: 50, d: -150 }))).toEqual({ points: 0, ungraded: 0 });
    const wish = { studentIds: ['ana'], itemId: 'd', note: '', by: 'grace', expectedVersion: 0 };
    const none = foldGrades([]);
    expect(decidePoints(none, rubric, { ...wish, points: -100 })).toMatchObject({ ok: true });
    expect(decidePoints(none, rubric, { ...wish, points: 100 })).toMatchObject({ ok: false, code: 'BAD_POINTS' });
  });

  it('an automatic penalty is taken where its expression holds', () => {
    const item = { kind: 'automatic' as const, id: 'x', title: 'X', scope: 'group' as const, outOf: 100 };
    const log = {
      spec: { memKb: 65536, swapKb: 0, policy: 'linux-6.1' as const, seed: 1, settings: {} },
      entries: [],
    };
    const points = (earned: string) =>
      evaluateRubric({ items: [{ ...item, isPenalty: true, earned }] }, log, [])[0]?.points;
    expect(points('last == 0')).toBe(-100);
    expect(points('last > 0')).toBe(0);
    expect(points('0.5')).toBe(-50);
  });

  it('a rubric whose caps name what is not there is refused, and a penalty that is a bonus', () => {
    const bad = (change: object) => rubricSchema.safeParse({ ...rubric, ...change }).success;
    expect(bad({})).toBe(true);
    expect(bad({ caps: [{ title: 'None', itemIds: ['z'], most: 1 }] })).toBe(false);
    expect(bad({ caps: [{ title: 'Penalty', itemIds: ['d'], most: 1 }] })).toBe(false);
    expect(bad({ caps: [...(rubric.caps ?? []), { title: 'Twice', itemIds: ['a'], most: 1 }] })).toBe(false);
    expect(bad({ items: [manual('a', 1, { isBonus: true, isPenalty: true })], caps: [] })).toBe(false);
  });
});

describe('a rubric that changes in mid-grading', () => {
  const changed: GradeEvent = {
    ...{ type: 'RubricChanged', version: '2', effect: 'Changes 1 score of 1.', by: 'dana' },
    ...{ ranges: { a: [0, 200] }, again: ['b'] },
  };

  it('leaves points of unchanged items, moves what is out of range, and flags what means something else', () => {
    const grades = foldGrades(recorded([set('a', 300), set('b', 250), set('c', 100), changed]));
    const cell = (itemId: string) => cellOf(grades, { studentId: 'ana', itemId });
    expect(cell('a')).toMatchObject({ version: 4, manual: { points: 200, by: 'grace' }, flag: null });
    expect(cell('b')).toMatchObject({ version: 2, manual: { points: 250 }, flag: { by: 'dana' } });
    expect(cell('c')).toMatchObject({ version: 3, manual: { points: 100 }, flag: null });
  });

  it('changes nothing that is released: items, worth and caps are those of the release', () => {
    const before = foldGrades(recorded([set('a', 300), set('b', 250)]));
    const figures = [releasedStudent(before, { studentId: 'ana', rubric, live: null, seal: null })];
    const release: GradeEvent = { type: 'Released', by: 'dana', rubricVersion: 'v1', figures };
    const after = foldGrades(recorded([set('a', 300), set('b', 250), release, changed]));
    const other: Rubric = { items: [manual('a', 200), manual('new', 900)] };
    expect(figure(after, other)).toMatchObject({ total: 400, outOf: 400 });
    expect(figure(after, other).items.map(({ itemId, outOf }) => [itemId, outOf])).toEqual([
      ['a', 300],
      ['b', 300],
      ['c', 200],
      ['d', 150],
    ]);
    expect(figure(before, other)).toMatchObject({ total: 300, outOf: 1100, ungraded: 1 });
  });

  it('an event of before, without ranges, changes no cell', () => {
    const old: GradeEvent = { type: 'RubricChanged', version: '2', effect: '', by: 'dana' };
    const grades = foldGrades(recorded([set('a', 300), old]));
    expect(cellOf(grades, { studentId: 'ana', itemId: 'a' })).toMatchObject({ version: 1, manual: { points: 300 } });
  });
});
