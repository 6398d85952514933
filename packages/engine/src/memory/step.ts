import { type Act, emit, isAlive, type Requester } from '../act.ts';
import type { AddressSpace, Vma } from '../state.ts';
import { type Allocation, allocate, roomAtOnce } from './allocate.ts';
import { type Run, totalOf } from './runs.ts';
import { lackingTables } from './tableSpans.ts';
import { ensureTables } from './tables.ts';

/** An access in progress: where it stands and what it meets there. */
export type Step = { act: Act; requester: Requester; space: AddressSpace; vma: Vma; range: Run; isWrite: boolean };

/** Pages done; or why the access ends here. */
export type Done = number | 'killed' | 'bus';

/**
 * [FT-2] Tables first, then frames; as many as there are at once. Where there is room for all of it, the fact about the
 * pages makes the tables too; else they have facts of their own. @param tables `before`: always of their own
 */
export function framesFor(step: Step, want: number, tables: 'with pages' | 'before' = 'with pages'): Allocation {
  const { act, requester, space, range } = step;
  const { low } = act.m.watermarks;
  const count = Math.min(want, Math.max(1, act.m.freeFrames - low - act.m.boost));
  const pages = { at: range.at, count };
  const isAtOnce = tables === 'with pages' && isAlive(act, requester.process.pid);
  if (isAtOnce && totalOf(lackingTables(space, pages)) + count <= roomAtOnce(act, requester, low)) return count;
  if (!ensureTables(act, requester, space, pages)) return 'killed';
  return allocate(act, requester, count);
}

/** [MM-12] mm/mlock.c:mlock_folio: pages of a shared object that come into a locked mapping are held as well. */
export function holdLocked({ act, space, vma, range }: Step, count: number): void {
  if (!vma.isLocked) return;
  emit(act, { type: 'RegionChanged', space: space.id, at: range.at, count, change: { isLocked: true } });
}
