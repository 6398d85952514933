/** Which page tables a range of pages lies in. Reads only. */
import type { AddressSpace, TableRun } from '../state.ts';
import { firstAfter, holes, type Run } from './runs.ts';

/** Pages that one page table page maps; and page table pages that one page of the level above holds. */
export const SPAN = 512;
const UPPER_SPAN = SPAN * SPAN;

export type TableLevel = 'lower' | 'upper';
export const PAGES_A_TABLE: Readonly<Record<TableLevel, number>> = { lower: SPAN, upper: UPPER_SPAN };
/** In the order in which they are made. */
export const LEVELS: readonly TableLevel[] = ['upper', 'lower'];

export function tablesOf(space: AddressSpace, level: TableLevel): TableRun[] {
  return level === 'lower' ? space.tables : space.upperTables;
}

/** The page table pages of a level (at = index) that map a range of pages. */
export function tableIndices(range: Run, level: TableLevel): Run {
  const span = PAGES_A_TABLE[level];
  const at = Math.floor(range.at / span);
  return { at, count: Math.floor((range.at + range.count - 1) / span) - at + 1 };
}

const NONE: (Run & { level: TableLevel })[] = [];

/** The usual case: one run of tables maps all of it. */
export function hasInOne(tables: readonly TableRun[], wanted: Run): boolean {
  const run = tables[firstAfter(tables, wanted.at)];
  return run !== undefined && run.at <= wanted.at && run.at + run.count >= wanted.at + wanted.count;
}

function hasAll(space: AddressSpace, range: Run, level: TableLevel): boolean {
  return hasInOne(tablesOf(space, level), tableIndices(range, level));
}

/** The page table pages that a range needs and the space does not have yet, in the order in which they are made. */
export function lackingTables(space: AddressSpace, range: Run): (Run & { level: TableLevel })[] {
  if (hasAll(space, range, 'lower') && hasAll(space, range, 'upper')) return NONE;
  return LEVELS.flatMap((level) => {
    const wanted = tableIndices(range, level);
    return holes(tablesOf(space, level), wanted.at, wanted.count).map((hole) => ({ level, ...hole }));
  });
}
