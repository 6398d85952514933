import { type Hundredths, totalOf } from '@overcommit/coursework';
import type { GradeRow, GradingDesk, RubricItemShape } from '@overcommit/protocol/api';

/** Rows are addressed by machine, student and item; a place is one student on one machine. */
export type Place = {
  key: string;
  machineId: string;
  machineTitle: string;
  studentId: string;
  studentName: string;
  pseudonym: string;
  rows: GradeRow[];
  total: { points: Hundredths; ungraded: number };
};

export const placeKey = (row: Pick<GradeRow, 'machineId' | 'studentId'>): string =>
  JSON.stringify([row.machineId, row.studentId]);

/** The queue: one place a student and machine, in the order of the desk's rows. */
export function placesOf(desk: GradingDesk): Place[] {
  const found = new Map<string, GradeRow[]>();
  for (const row of desk.rows) found.set(placeKey(row), [...(found.get(placeKey(row)) ?? []), row]);
  return [...found.entries()].flatMap(([key, rows]) => {
    const [first] = rows;
    if (!first) return [];
    const { machineId, machineTitle, studentId, studentName, pseudonym } = first;
    const total = totalOf(rows.map((row) => row.points));
    return [{ key, machineId, machineTitle, studentId, studentName, pseudonym, rows, total }];
  });
}

/** The desk with one row in place of its older version. */
export function withRow(desk: GradingDesk, row: GradeRow): GradingDesk {
  const isSame = (one: GradeRow) => placeKey(one) === placeKey(row) && one.itemId === row.itemId;
  return { ...desk, rows: desk.rows.map((one) => (isSame(one) ? row : one)) };
}

export const outOfRubric = (rubric: readonly RubricItemShape[]): Hundredths =>
  rubric.reduce((sum, item) => sum + (item.isBonus ? 0 : item.outOf), 0);

export type Selection = { place: number; item: number };

/** `j`/`k`: next or previous item, going on to the next student at the end of the rubric. */
export function stepItem(at: Selection, by: 1 | -1, size: { places: number; items: number }): Selection {
  const flat = at.place * size.items + at.item + by;
  if (flat < 0 || flat >= size.places * size.items) return at;
  return { place: Math.floor(flat / size.items), item: flat % size.items };
}

/** `n`: the next item without points, from here on and round again; null when everything is graded. */
export function nextUngraded(places: readonly Place[], at: Selection, items: number): Selection | null {
  const size = places.length * items;
  for (let step = 1; step <= size; step++) {
    const flat = (at.place * items + at.item + step) % size;
    const place = Math.floor(flat / items);
    if (places[place]?.rows[flat % items]?.points === null) return { place, item: flat % items };
  }
  return null;
}
