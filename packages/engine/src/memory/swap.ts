import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import type { AddressSpace, ContentRun, SlotRun } from '../state.ts';
import { cachedFrames, slotsUsed } from './frames.ts';
import { SLOTS } from './runKinds.ts';
import { firstAfter, pick } from './runs.ts';
import { type Done, framesFor, holdLocked, type Step } from './step.ts';
import { payerOf } from './tables.ts';

/**
 * [SW-3] mm/memory.c:should_try_to_free_swap: how many slots an access gives back. All of them if it writes
 * or the memory is locked; else until half of the swap is free (mm/swap.h:vm_swap_full) and the page's control group uses
 * less than half of its own memory.swap.max (mm/memcontrol.c:mem_cgroup_swap_full).
 */
function slotsGivenBack({ act, vma, isWrite }: Step, slot: SlotRun): number {
  const { m } = act;
  if (isWrite || vma.isLocked || act.isSwapGoing) return slot.count;
  const used = slotsUsed(m);
  const beyondHalf = used - Math.floor(m.swapPages / 2);
  const group = slot.group === '' ? undefined : m.groups.find((g) => g.name === slot.group);
  const most = group?.swapMax ?? null;
  const beyondOwn = group && most !== null ? group.swapUsage - Math.ceil(most / 2) + 1 : 0;
  return Math.max(0, beyondHalf, beyondOwn);
}

/** [SW-3] mm/memory.c:do_swap_page: from the swap cache where the page is still there, else from the device. */
export function swapIn(step: Step, content: ContentRun): Done {
  const { act, requester, space, range } = step;
  const [slot] = pick(act.m.slots, content.ref, content.count, SLOTS) as [SlotRun];
  if (slot.isCached) return fromCache(step, slot);
  const givesBack = slot.refs > 1 ? 0 : slotsGivenBack(step, slot);
  const got = framesFor(step, givesBack > 0 ? Math.min(slot.count, givesBack) : slot.count);
  if (got === 'killed') return 'killed';
  // Reclaim for those frames may have changed the pages here; the process that swapoff asks for may have died for them.
  if (!act.m.spaces.includes(space) || vmaStateAt(space, range.at) !== 'swap') return 0;
  const kept = givesBack === 0 ? { keepsSlots: true } : {};
  emit(act, { type: 'PagesSwappedIn', space: space.id, at: range.at, count: got, ...kept, ...payerOf(requester) });
  // Others still name the slot: a write is judged like one to any shared page.
  return slot.refs > 1 && step.isWrite ? 0 : got;
}

function vmaStateAt(space: AddressSpace, vpn: number): ContentRun['state'] | null {
  const run = space.pages[firstAfter(space.pages, vpn)];
  return run && run.at <= vpn ? run.state : null;
}

/** The page is mapped as it lies there; a write to it is then judged like any other. */
function fromCache(step: Step, slot: SlotRun): Done {
  const { act, space, range, isWrite } = step;
  // Frames lie in an order of their own.
  const frame = cachedFrames(act.m, slot).find((run) => run.slot === slot.at);
  if (!frame) throw new Error(`slot ${slot.at} is said to be cached`);
  const isLast = slot.refs === 2;
  const givesBack = isLast ? slotsGivenBack(step, slot) : 0;
  const count = givesBack > 0 ? Math.min(frame.count, givesBack) : frame.count;
  emit(act, { type: 'PagesRemapped', space: space.id, at: range.at, count, frame: frame.at });
  if (givesBack > 0) emit(act, { type: 'SlotsForgotten', at: frame.at, count });
  return isWrite ? 0 : count;
}

/** Pages of shared object `id` come back from swap, from page `offset` on, at most `want` of them. */
export function swapInObject(step: Step, { id, offset, want }: { id: number; offset: number; want: number }): Done {
  const count = framesFor(step, want, 'before');
  if (count === 'killed') return 'killed';
  const { act, requester, space, range } = step;
  emit(act, { type: 'ObjectSwappedIn', object: id, at: offset, count, ...payerOf(requester) });
  emit(act, { type: 'ObjectMapped', space: space.id, at: range.at, count, object: id, offset });
  holdLocked(step, count);
  return count;
}

/** [SW-1] mm/swapfile.c: the first page of the device is its header. */
export function swapOn(act: Act, bytes: number): Answer {
  const pages = Math.floor(bytes / 4096) - 1;
  if (pages <= 0) return fails('EINVAL', 'too small for swap');
  if (act.m.swapPages > 0) return fails('EBUSY', 'swap is on already');
  emit(act, { type: 'SwapSizeSet', pages });
  return OK;
}
