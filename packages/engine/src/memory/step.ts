import { type Act, emit, type Requester } from '../act.ts';
import type { AddressSpace, Vma } from '../state.ts';
import { allocate } from './allocate.ts';
import type { Run } from './runs.ts';
import { ensureTables } from './tables.ts';

/** An access in progress: where it stands and what it meets there. */
export type Step = { act: Act; requester: Requester; space: AddressSpace; vma: Vma; range: Run; isWrite: boolean };

/** Pages done; or why the access ends here. */
export type Done = number | 'killed' | 'bus';

/** Tables first, then frames; as many as there are at once. */
export function framesFor(step: Step, want: number): { frames: Run[]; count: number } | 'killed' {
  const { act, requester, space, range } = step;
  const room = Math.max(1, act.m.freeFrames - act.m.watermarks.low - act.m.boost);
  const count = Math.min(want, room);
  if (!ensureTables(act, requester, space, { at: range.at, count })) return 'killed';
  return allocate(act, requester, count);
}

/** [MM12] mm/mlock.c:mlock_folio: pages of a shared object that come into a locked mapping are held as well. */
export function holdLocked({ act, space, vma, range }: Step, count: number): void {
  if (!vma.isLocked) return;
  emit(act, { type: 'RegionChanged', space: space.id, at: range.at, count, change: { isLocked: true } });
}
