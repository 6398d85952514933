import { type Act, isAlive, type Requester } from '../act.ts';
import { killForMemory } from '../shortage.ts';
import type { ControlGroup } from '../state.ts';
import { balance, directReclaim, groupReclaim } from './reclaim.ts';

/** How many frames a request got: at least one, or the requester was killed while it waited. */
export type Allocation = number | 'killed';

/**
 * How many of `want` frames may be taken, at least one; which they are is bookkeeping [FR-1], so take them at once. SPEC [RC-1]-[RC-4]: above the low watermark at once; below it the background reclaimer
 * runs; below the minimum the requester reclaims itself, and if that gains nothing the killer strikes and it tries again.
 * mm/page_alloc.c:get_page_from_freelist, __alloc_pages_slowpath.
 */
export function allocate(act: Act, requester: Requester, want: number): Allocation {
  const { m } = act;
  for (;;) {
    if (!isAlive(act, requester.process.pid) || m.panic !== null) return 'killed';
    const allowed = groupRoom(act, requester);
    if (allowed === 'killed') continue;
    const aboveLow = m.freeFrames - m.watermarks.low - m.boost;
    if (aboveLow > 0) return Math.min(want, aboveLow, allowed);
    balance(act);
    const { low, min } = m.watermarks;
    const floor = m.boost + (m.freeFrames > low + m.boost ? low : min);
    const room = m.freeFrames - floor;
    if (room > 0) return Math.min(want, room, allowed);
    if (directReclaim(act, 32) > 0) continue;
    killForMemory(act, requester, null);
  }
}

/**
 * [CG-4] mm/memcontrol.c:try_charge_memcg: how many pages the requester's control group may still take. At its limit it
 * reclaims from itself, and if that gains nothing the killer looks among its own processes only.
 */
function groupRoom(act: Act, requester: Requester): number | 'killed' {
  const group = act.m.groups.find((g) => g.name === requester.process.group && requester.process.group !== '');
  if (!group) return Number.MAX_SAFE_INTEGER;
  const calm = roomBelowHigh(act, group);
  if (group.max === null) return calm;
  const room = group.max - group.usage;
  if (room > 0) return Math.min(room, calm);
  if (groupReclaim(act, group.name, GROUP_RECLAIM_PAGES) > 0 && group.usage < group.max) return group.max - group.usage;
  killForMemory(act, requester, group.name);
  return 'killed';
}

/** [CG-6] Above memory.high the group reclaims from itself as it goes on, but is never refused anything. */
function roomBelowHigh(act: Act, group: ControlGroup): number {
  if (group.high === null) return Number.MAX_SAFE_INTEGER;
  if (group.usage >= group.high) groupReclaim(act, group.name, group.usage - group.high + GROUP_RECLAIM_PAGES);
  return Math.max(GROUP_RECLAIM_PAGES, group.high - group.usage);
}

/** MEMCG_CHARGE_BATCH, mm/memcontrol.c. */
const GROUP_RECLAIM_PAGES = 64;

/** How many frames can be taken without any reclaim while `floor` and the boost stay free. Changes nothing. */
export function roomAtOnce({ m }: Act, { process }: Requester, floor: number): number {
  const free = m.freeFrames - floor - m.boost;
  if (m.panic !== null) return 0;
  const group = process.group === '' ? undefined : m.groups.find((g) => g.name === process.group);
  if (!group) return free;
  const within = (most: number | null): number => (most === null ? free : most - group.usage);
  return Math.min(free, within(group.max), within(group.high));
}

/** Whether exactly `count` frames may be taken for the kernel's own use (tables, stacks), reclaiming and killing if need be. */
export function allocateAll(act: Act, requester: Requester, count: number): boolean {
  for (;;) {
    if (!isAlive(act, requester.process.pid) || act.m.panic !== null) return false;
    const allowed = groupRoom(act, requester);
    if (allowed === 'killed') continue;
    const room = Math.min(act.m.freeFrames - act.m.watermarks.min - act.m.boost, allowed);
    if (room >= count) return true;
    const got = allocate(act, requester, count);
    if (got === 'killed') return false;
    if (got >= count) return true;
    if (directReclaim(act, count) > 0) continue;
    killForMemory(act, requester, null);
  }
}
