import { type Act, emit } from '../act.ts';
import { WATERMARK_BOOST_FACTOR, WATERMARK_BOOST_PAGES, WRITEBACK_PAGES } from '../calibration.ts';
import type { AddressSpace, ControlGroup, FrameRun, Machine } from '../state.ts';
import { slotsUsed } from './frames.ts';
import { isLazy, isOnlyCached, lruSizes, oldest, type Whose } from './lru.ts';
import { pickFromPieces } from './pieces.ts';
import { findSlots, type Mapped, mappersOf, objectAt } from './rmap.ts';
import { CONTENTS, FRAMES } from './runKinds.ts';
import { pick, type Run, totalOf } from './runs.ts';

/**
 * Background reclaim [RC-2]: mm/vmscan.c:balance_pgdat. It wakes below the low watermark and works until free memory is above
 * the high one plus the boost that falling back to foreign page blocks brings (mm/page_alloc.c:boost_watermark).
 */
export function balance(act: Act): void {
  const { m } = act;
  if (m.freeFrames >= balanceTarget(m)) return;
  if (roomInSwap(act, null) > 0) settleBoost(act, false);
  act.hasShortage = true;
  shrink(act, { need: balanceTarget(m) - m.freeFrames, group: null });
  writeAhead(act);
}

/** [RC-8] It goes on when the command is over, until it has reached its aim. */
export function settle(act: Act): void {
  if (act.hasShortage && roomInSwap(act, null) > 0) balance(act);
}

/**
 * [CAL-5] Writing takes time: what has been handed to the swap device stays in memory until the reclaimer comes by again,
 * so that there are always some pages which are swapped out and not yet free.
 */
function writeAhead(act: Act): void {
  let cached = 0;
  for (const piece of act.m.frames) for (const run of piece) if (isOnlyCached(run)) cached += run.count;
  if (cached < WRITEBACK_PAGES) shrink(act, { need: WRITEBACK_PAGES - cached, group: null, staysCached: true });
}

function balanceTarget(m: Machine): number {
  const { high } = m.watermarks;
  const block = boostPages(m);
  return high + (block === 0 ? 0 : Math.max(block, Math.floor((high * WATERMARK_BOOST_FACTOR) / 10000)));
}

/** mm/page_alloc.c:boost_watermark leaves machines alone that have less than four page blocks. */
function boostPages(m: Machine): number {
  return m.ramPages < 4 * WATERMARK_BOOST_PAGES ? 0 : WATERMARK_BOOST_PAGES;
}

/**
 * [RC-7] When nothing can be reclaimed the background reclaimer gives up (pgdat->kswapd_failures), and nothing is left to
 * take the boost back; it is gone once there is something to reclaim again.
 */
export function settleBoost(act: Act, isHopeless: boolean): void {
  const pages = isHopeless ? boostPages(act.m) : 0;
  if (act.m.boost !== pages) emit(act, { type: 'WatermarkBoosted', pages });
}

/** Reclaim by the one who needs memory [RC-4]; answers how many frames it freed. */
export function directReclaim(act: Act, target: number): number {
  return shrink(act, { need: target, group: null });
}

/** Reclaim within a control group that is at its limit. @param target pages @returns pages that became free */
export function groupReclaim(act: Act, group: string, target: number): number {
  return shrink(act, { need: target, group });
}

type Shrinking = { need: number; group: string | null; staysCached?: true };

/**
 * [RC-3]-[RC-6] mm/vmscan.c:shrink_lruvec for memory that only swap can take. From the old end of the inactive list: what
 * was accessed since it was last looked at gets another round (twice accessed, or by two mappers: the active list),
 * what was not is swapped out. While the inactive list is the shorter one, the old end of the active list comes over.
 */
function shrink(act: Act, { need, group, staysCached }: Shrinking): number {
  const { m } = act;
  let freed = 0;
  let budget = 4 * lruSizes(m, group).all + 64;
  let keeps: Kept = 'low';
  while (freed < need && budget > 0) {
    const whose = group ?? unprotected(m, keeps);
    const lazy = oldest(m, 'lazy', whose);
    if (lazy) {
      const count = dropLazy(act, lazy, need - freed);
      budget -= lazy.count;
      freed += count;
      continue;
    }
    if (roomInSwap(act, group) <= 0) break;
    const sizes = lruSizes(m, whose);
    if (sizes.inactive < sizes.active) {
      budget -= deactivate(act, whose, Math.ceil((sizes.active - sizes.inactive) / 2));
      continue;
    }
    const run = oldest(m, staysCached ? 'mapped' : 'inactive', whose);
    if (!run && whose !== group && keeps === 'low') {
      keeps = 'min';
      continue;
    }
    if (!run) break;
    if (isOnlyCached(run)) {
      const count = Math.min(run.count, need - freed);
      emit(act, { type: 'FramesFreed', at: run.at, count });
      freed += count;
      continue;
    }
    const mapped = mappersOf(m, run.at, run.count);
    budget -= mapped.count;
    if (mapped.mappers.some((mapper) => mapper.isYoung)) age(act, run, mapped);
    else {
      const most = group === null ? aboveShare(m, run.group, keeps) : need;
      freed += swapOut(act, run, { ...mapped, staysCached }, Math.min(need - freed, most));
    }
  }
  return freed;
}

type Kept = 'low' | 'min';

/**
 * [CG-10] mm/memcontrol.c:mem_cgroup_calculate_protection: whose pages a shortage of the whole machine may take. A group within
 * its memory.min keeps them; one within its memory.low does as long as there is something to reclaim elsewhere.
 */
function unprotected(m: Machine, keeps: Kept): Whose {
  const kept = m.groups.filter((group) => group.usage > 0 && group.usage <= shareOf(group, keeps));
  return kept.length === 0 ? null : { allBut: kept.map(({ name }) => name) };
}

function shareOf({ min = 0, low = 0 }: ControlGroup, keeps: Kept): number {
  return keeps === 'low' ? Math.max(min, low) : min;
}

/** How many pages may go from a group until it is within what it keeps; at least one. */
function aboveShare(m: Machine, name: string, keeps: Kept): number {
  const group = name === '' ? undefined : m.groups.find((g) => g.name === name);
  return group ? Math.max(1, group.usage - shareOf(group, keeps)) : Number.MAX_SAFE_INTEGER;
}

/** [RC-11] Pages given up by MADV_FREE and not written since go first and need no slot. Returns the number of frames. */
function dropLazy(act: Act, run: FrameRun, need: number): number {
  const mapped = mappersOf(act.m, run.at, run.count);
  const [mapper] = mapped.mappers;
  if (!mapper || mapper.isYoung) {
    age(act, run, mapped);
    return 0;
  }
  const count = Math.min(mapped.count, need);
  emit(act, { type: 'PagesDropped', space: mapper.space, at: mapper.at, count });
  return count;
}

/** [SW-2] As `slotRoom`; none while swap is being emptied. */
function roomInSwap(act: Act, group: string | null): number {
  return act.isSwapGoing ? 0 : slotRoom(act.m, group);
}

/** How many pages may still go to swap: free slots, within what the group may use. */
export function slotRoom(m: Machine, name: string | null): number {
  const free = m.swapPages - slotsUsed(m);
  const group = name === null ? undefined : m.groups.find((g) => g.name === name);
  return group?.swapMax === null || group === undefined ? free : Math.min(free, group.swapMax - group.swapUsage);
}

/** mm/vmscan.c:shrink_active_list: anonymous pages come over whether accessed or not. */
function deactivate(act: Act, whose: Whose, want: number): number {
  const run = oldest(act.m, 'active', whose) as FrameRun;
  const { at, count, mappers } = mappersOf(act.m, run.at, Math.min(run.count, want));
  emit(act, {
    type: 'FramesAged',
    at,
    count,
    list: 'inactive',
    isReferenced: run.isReferenced,
    mappers: bare(mappers),
  });
  return count;
}

/** mm/vmscan.c:folio_check_references. */
function age(act: Act, run: FrameRun, { at, count, mappers }: Mapped): void {
  const accesses = mappers.filter((mapper) => mapper.isYoung).length;
  const list = run.isReferenced || accesses > 1 ? 'active' : 'inactive';
  emit(act, { type: 'FramesAged', at, count, list, isReferenced: true, mappers: bare(mappers) });
}

function bare(mappers: readonly { space: number; at: number }[]): { space: number; at: number }[] {
  return mappers.map(({ space, at }) => ({ space, at }));
}

type Leaving = Mapped & { staysCached?: true; isAdvised?: true };

/** [RC-5] Every mapper's entry becomes a swap entry. A frame that still has its slot keeps it. */
function swapOut(act: Act, run: FrameRun, mapped: Leaving, need: number): number {
  const { m } = act;
  const object = run.use === 'shm' ? objectAt(m, run.at) : null;
  if (object && !run.isDirty) return dropClean(act, object, mapped, need);
  const room = run.slot >= 0 ? mapped.count : slotRoom(m, run.group === '' ? null : run.group);
  const want = Math.min(need, mapped.count, room, object?.count ?? mapped.count);
  if (want <= 0) {
    emit(act, {
      type: 'FramesAged',
      at: run.at,
      count: mapped.count,
      list: 'active',
      isReferenced: false,
      mappers: bare(mapped.mappers),
    });
    return 0;
  }
  const slots = run.slot >= 0 ? [{ at: run.slot, count: want }] : findSlots(m, want);
  const count = totalOf(slots);
  const staysCached = mapped.staysCached && run.use === 'anon' && run.slot < 0;
  emit(act, {
    type: 'FramesSwappedOut',
    at: run.at,
    count,
    slots,
    ...(run.slot >= 0 ? { isCached: true as const } : {}),
    ...(staysCached ? { staysCached: true as const } : {}),
    ...(staysCached && mapped.isAdvised ? { isRotated: true as const } : {}),
    group: run.group,
    mappers: bare(mapped.mappers),
    ...(object ? { object: object.object.id, objectAt: object.index } : {}),
  });
  return count;
}

/** What MADV_FREE gave up is dropped, which takes no slot. Returns the number of pages that went. */
function pageOutRun(act: Act, run: FrameRun, mapped: Mapped): number {
  const [mapper] = mapped.mappers;
  if (!mapper || !isLazy(run))
    return swapOut(act, run, { ...mapped, staysCached: true, isAdvised: true }, mapped.count);
  emit(act, { type: 'PagesDropped', space: mapper.space, at: mapper.at, count: mapped.count });
  return mapped.count;
}

/** [RC-10] mm/vmscan.c:shrink_folio_list: a page of shared memory that was never written needs no slot and is dropped. */
function dropClean(act: Act, found: NonNullable<ReturnType<typeof objectAt>>, mapped: Mapped, need: number): number {
  const count = Math.min(need, mapped.count, found.count);
  const object = found.object.id;
  emit(act, { type: 'ObjectDropped', object, at: found.index, count, mappers: bare(mapped.mappers) });
  return count;
}

/**
 * [MM-10] mm/madvise.c:madvise_cold_or_pageout_pte_range: pages without another mapping go out now, accessed or not. They are
 * on their way to the device when the call returns, and stay in memory until reclaim comes by.
 */
export function pageOut(act: Act, space: AddressSpace, range: Run): void {
  const { m } = act;
  for (const content of pick(space.pages, range.at, range.count, CONTENTS)) {
    if (content.state !== 'frames' && content.state !== 'shm') continue;
    for (let done = 0; done < content.count; ) {
      const rest = { at: content.ref + done, count: content.count - done };
      const [run] = pickFromPieces(m.frames, rest, FRAMES) as [FrameRun];
      const mapped = mappersOf(m, run.at, run.count);
      const isTaken = run.shares === 1 && run.list !== 'unevictable';
      done += (isTaken ? pageOutRun(act, run, mapped) : 0) || mapped.count;
    }
  }
}
