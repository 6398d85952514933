import type { Gradebook, GradebookAssignment } from '@overcommit/protocol/api';

export type GradebookRow = Gradebook['rows'][number];

/** A column: who, or an assignment's item, or an assignment's total. Items and assignments by their place. */
export type GradebookColumn =
  | { kind: 'name' }
  | { kind: 'group' }
  | { kind: 'item'; assignment: number; item: number }
  | { kind: 'total'; assignment: number };
export type Sorting = { column: GradebookColumn; isDown: boolean };

export const columnId = (column: GradebookColumn): string => Object.values(column).join(' ');

/** All columns in their order. */
export function columnsOf(assignments: readonly GradebookAssignment[], withItems: boolean): GradebookColumn[] {
  const points = assignments.flatMap(({ items }, assignment): GradebookColumn[] => [
    ...(withItems ? items.map((_, item): GradebookColumn => ({ kind: 'item', assignment, item })) : []),
    { kind: 'total', assignment },
  ]);
  return [{ kind: 'name' }, { kind: 'group' }, ...points];
}

/** What a cell is sorted by; null = nothing is there yet. */
export function cellValue(row: GradebookRow, column: GradebookColumn): string | number | null {
  if (column.kind === 'name') return row.name;
  if (column.kind === 'group') return row.group;
  const cell = row.cells[column.assignment];
  return (column.kind === 'item' ? cell?.points[column.item] : cell?.total) ?? null;
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}

/** Rows in the order of a column. Rows without a value come last either way; equal ones keep their order. */
export function sorted(rows: readonly GradebookRow[], { column, isDown }: Sorting): GradebookRow[] {
  return [...rows].sort((one, other) => {
    const [a, b] = [cellValue(one, column), cellValue(other, column)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return isDown ? compare(b, a) : compare(a, b);
  });
}

export type Spread = { graded: number; mean: number; median: number; least: number; most: number };

/** How the points of a column spread, in hundredths; null while nothing is graded. */
export function spreadOf(rows: readonly GradebookRow[], column: GradebookColumn): Spread | null {
  const points = rows
    .map((row) => cellValue(row, column))
    .filter((one) => typeof one === 'number')
    .sort((a, b) => a - b);
  const [least] = points;
  const most = points.at(-1);
  if (least === undefined || most === undefined) return null;
  const half = points.length / 2;
  const median = ((points[Math.ceil(half) - 1] ?? 0) + (points[Math.floor(half)] ?? 0)) / 2;
  const mean = points.reduce((sum, one) => sum + one, 0) / points.length;
  return { graded: points.length, mean: Math.round(mean), median: Math.round(median), least, most };
}
