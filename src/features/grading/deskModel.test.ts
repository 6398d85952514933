import type { GradeRow, GradingDesk } from '@overcommit/protocol/api';
import { describe, expect, it } from 'vitest';
import { nextUngraded, placesOf, stepItem, withRow } from './deskModel.ts';

const row = (studentId: string, itemId: string, points: number | null): GradeRow => ({
  machineId: 'm1',
  machineTitle: 'Machine',
  studentId,
  studentName: studentId,
  pseudonym: `p-${studentId}`,
  actorId: studentId,
  itemId,
  automatic: null,
  manual: null,
  points,
  version: 0,
});
const desk: GradingDesk = {
  assignmentId: 'a1',
  courseId: 'c1',
  title: 'Week 4',
  isReleased: false,
  rubric: [],
  rows: [row('ana', 'x', 300), row('ana', 'y', null), row('ben', 'x', 200), row('ben', 'y', 50)],
};

describe('the grading queue', () => {
  it('has one place for each student, with a total that shows what is missing', () => {
    expect(placesOf(desk).map((place) => [place.studentId, place.total])).toEqual([
      ['ana', { points: 300, ungraded: 1 }],
      ['ben', { points: 250, ungraded: 0 }],
    ]);
  });

  it('goes through the items of one student, then on to the next, and stops at the ends', () => {
    const size = { places: 2, items: 2 };
    expect(stepItem({ place: 0, item: 1 }, 1, size)).toEqual({ place: 1, item: 0 });
    expect(stepItem({ place: 1, item: 0 }, -1, size)).toEqual({ place: 0, item: 1 });
    expect(stepItem({ place: 0, item: 0 }, -1, size)).toEqual({ place: 0, item: 0 });
    expect(stepItem({ place: 1, item: 1 }, 1, size)).toEqual({ place: 1, item: 1 });
  });

  it('finds the next item without points, going round, and says when there is none', () => {
    const places = placesOf(desk);
    expect(nextUngraded(places, { place: 0, item: 0 }, 2)).toEqual({ place: 0, item: 1 });
    expect(nextUngraded(places, { place: 1, item: 0 }, 2)).toEqual({ place: 0, item: 1 });
    const graded = placesOf(withRow(desk, { ...row('ana', 'y', 100), version: 1 }));
    expect(nextUngraded(graded, { place: 0, item: 0 }, 2)).toBeNull();
  });
});
