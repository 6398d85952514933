import type { GradebookCell } from '@overcommit/protocol/api';
import { describe, expect, it } from 'vitest';
import { columnId, columnsOf, type GradebookRow, sorted, spreadOf } from './gradebookModel.ts';

const cell = (points: (number | null)[], total: number | null): GradebookCell => ({
  points,
  total,
  latePercent: 0,
  ungraded: 0,
  mark: 'none',
  isReleased: false,
  isChanged: false,
});
const row = (name: string, total: number | null): GradebookRow => ({
  studentId: name,
  name,
  email: '',
  group: `Group ${name.length}`,
  cells: [cell([total], total)],
});
const rows = [row('Zoë', 300), row('Ana', null), row('Benjamin', 1000), row('Cem', 300)];
const total = { kind: 'total', assignment: 0 } as const;
const names = (column: Parameters<typeof sorted>[1]['column'], isDown: boolean) =>
  sorted(rows, { column, isDown }).map(({ name }) => name);

describe('the gradebook', () => {
  it('sorts by any column; who has no points stays last', () => {
    expect(names({ kind: 'name' }, false)).toEqual(['Ana', 'Benjamin', 'Cem', 'Zoë']);
    expect(names(total, false)).toEqual(['Zoë', 'Cem', 'Benjamin', 'Ana']);
    expect(names(total, true)).toEqual(['Benjamin', 'Zoë', 'Cem', 'Ana']);
    expect(names({ kind: 'group' }, true)[0]).toBe('Benjamin');
  });

  it('has a column for each item, or totals only', () => {
    const item = { id: 'a', title: 'A', outOf: 100, isBonus: false, isPenalty: false };
    const assignment = {
      id: 'x',
      title: 'X',
      outOf: 200,
      releasedAt: null,
      released: 0,
      judged: { done: 0, total: 0 },
    };
    const book = [{ ...assignment, items: [item, { ...item, id: 'b' }] }];
    expect(columnsOf(book, true).map(columnId)).toEqual(['name', 'group', 'item 0 0', 'item 0 1', 'total 0']);
    expect(columnsOf(book, false).map(columnId)).toEqual(['name', 'group', 'total 0']);
  });

  it('tells how points spread, without those that are not graded', () => {
    expect(spreadOf(rows, total)).toEqual({ graded: 3, mean: 533, median: 300, least: 300, most: 1000 });
    expect(spreadOf(rows.slice(0, 3), total)).toMatchObject({ median: 650 });
    expect(spreadOf([row('Ana', null)], total)).toBeNull();
  });
});
