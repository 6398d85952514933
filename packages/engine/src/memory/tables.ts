import { type Act, emit, isAlive, type Requester } from '../act.ts';
import type { AddressSpace } from '../state.ts';
import { allocateAll, roomAtOnce } from './allocate.ts';
import { TABLES } from './runKinds.ts';
import { firstAfter, pick, type Run, totalOf } from './runs.ts';
import { lackingTables, PAGES_A_TABLE, type TableLevel, tableIndices, tablesOf } from './tableSpans.ts';

/** [FT-2] Page tables for a range, where there are none yet: a page each 2 MiB and a page each 1 GiB. False = killed. */
export function ensureTables(act: Act, requester: Requester, space: AddressSpace, range: Run): boolean {
  const lacking = lackingTables(space, range);
  if (lacking.length === 0) return true;
  const payer = payerOf(requester);
  if (isAlive(act, requester.process.pid) && totalOf(lacking) <= roomAtOnce(act, requester, act.m.watermarks.min)) {
    const more = range.count === 1 ? {} : { count: range.count };
    emit(act, { type: 'TablesMade', space: space.id, at: range.at, ...more, ...payer });
    return true;
  }
  for (const { level, at, count } of lacking) {
    if (!allocateAll(act, requester, count)) return false;
    emit(act, { type: 'TablesMade', space: space.id, level, at, count, ...payer });
  }
  return true;
}

/** The control group that pays, as a fact carries it: left out for none. */
export function payerOf({ process: { group } }: Requester): { group?: string } {
  return group === '' ? {} : { group };
}

/** [FT-3] mm/memory.c:free_pgtables: after an unmap the tables go that lie wholly between the neighbouring mappings. */
export function freeTables(act: Act, space: AddressSpace, range: Run): void {
  const i = firstAfter(space.vmas, range.at);
  const before = space.vmas[i - 1];
  const after = space.vmas[i];
  const floor = before ? before.at + before.count : 0;
  const ceiling = after ? after.at : Number.MAX_SAFE_INTEGER;
  for (const level of ['lower', 'upper'] as const) freeLevel(act, space, { range, floor, ceiling, level });
}

type Freed = { range: Run; floor: number; ceiling: number; level: TableLevel };

function freeLevel(act: Act, space: AddressSpace, { range, floor, ceiling, level }: Freed): void {
  const span = PAGES_A_TABLE[level];
  const touched = tableIndices(range, level);
  let first = touched.at;
  let end = touched.at + touched.count;
  if (first * span < floor) first += 1;
  if (end * span > ceiling) end -= 1;
  if (end <= first) return;
  for (const run of pick(tablesOf(space, level), first, end - first, TABLES)) {
    emit(act, { type: 'TablesFreed', space: space.id, level, at: run.at, count: run.count });
  }
}
