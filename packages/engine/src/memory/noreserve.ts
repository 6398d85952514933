import type { Act } from '../act.ts';
import { emit } from '../act.ts';
import type { Vma } from '../state.ts';
import { chargeSome } from './charge.ts';
import type { Step } from './step.ts';

/** [KWIN-4] Address space that was reserved but not committed: any access is a bad one. */
export function isOnlyReserved(act: Act, vma: Vma): boolean {
  return act.policy.noreserveTouch === 'faults' && vma.isNoreserve && !vma.isAccounted;
}

/**
 * [KSOL-6] vm/seg_vn.c:segvn_faultpage: under MAP_NORESERVE a page is reserved when it is first accessed, written or read.
 * From then on it counts like any other. `bus`: not one more page can be reserved.
 */
export function admit({ act, requester, space, vma, range }: Step, want: number): number | 'bus' {
  if (act.policy.noreserveTouch !== 'reserves' || !vma.isNoreserve || vma.isAccounted) return want;
  const count = chargeSome(act, { ...requester, space }, want);
  if (count === 0) return 'bus';
  emit(act, { type: 'RegionChanged', space: space.id, at: range.at, count, change: { isAccounted: true } });
  return count;
}
