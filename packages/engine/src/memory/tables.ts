import { type Act, emit, type Requester } from '../act.ts';
import type { AddressSpace, TableRun } from '../state.ts';
import { allocateAll } from './allocate.ts';
import { TABLES } from './kinds.ts';
import { firstAfter, holes, pick, type Run } from './runs.ts';

/** Pages that one page table page maps; and page table pages that one page of the level above holds. */
export const SPAN = 512;
const UPPER_SPAN = SPAN * SPAN;

function indices(range: Run, span: number): Run {
  const at = Math.floor(range.at / span);
  return { at, count: Math.floor((range.at + range.count - 1) / span) - at + 1 };
}

function missing(tables: TableRun[], range: Run, span: number): Run[] {
  const wanted = indices(range, span);
  return holes(tables, wanted.at, wanted.count);
}

/** [FT2] Page tables for a range, where there are none yet: a page each 2 MiB and a page each 1 GiB. False = killed. */
export function ensureTables(act: Act, requester: Requester, space: AddressSpace, range: Run): boolean {
  const levels = [
    { level: 'upper', at: missing(space.upperTables, range, UPPER_SPAN) },
    { level: 'lower', at: missing(space.tables, range, SPAN) },
  ] as const;
  for (const { level, at } of levels) {
    for (const hole of at) {
      const frames = allocateAll(act, requester, hole.count);
      if (frames === 'killed') return false;
      const group = requester.process.group;
      emit(act, { type: 'TablesMade', space: space.id, level, at: hole.at, count: hole.count, frames, group });
    }
  }
  return true;
}

/** [FT3] mm/memory.c:free_pgtables: after an unmap the tables go that lie wholly between the neighbouring mappings. */
export function freeTables(act: Act, space: AddressSpace, range: Run): void {
  const i = firstAfter(space.vmas, range.at);
  const before = space.vmas[i - 1];
  const after = space.vmas[i];
  const floor = before ? before.at + before.count : 0;
  const ceiling = after ? after.at : Number.MAX_SAFE_INTEGER;
  freeLevel(act, space, { range, floor, ceiling, level: 'lower', span: SPAN });
  freeLevel(act, space, { range, floor, ceiling, level: 'upper', span: UPPER_SPAN });
}

type Level = { range: Run; floor: number; ceiling: number; level: 'lower' | 'upper'; span: number };

function freeLevel(act: Act, space: AddressSpace, { range, floor, ceiling, level, span }: Level): void {
  const touched = indices(range, span);
  let first = touched.at;
  let end = touched.at + touched.count;
  if (first * span < floor) first += 1;
  if (end * span > ceiling) end -= 1;
  if (end <= first) return;
  const tables = level === 'lower' ? space.tables : space.upperTables;
  for (const run of pick(tables, first, end - first, TABLES)) {
    emit(act, { type: 'TablesFreed', space: space.id, level, at: run.at, count: run.count });
  }
}
