import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import type { ContentRun, Machine } from '../state.ts';
import { type Done, framesFor, type Step } from './fault.ts';
import { slotsUsed } from './frames.ts';

/** mm/swap.h:vm_swap_full: less than half of it is free. */
function isSwapFull(m: Machine): boolean {
  return (m.swapPages - slotsUsed(m)) * 2 < m.swapPages;
}

/** [RC7] mm/memory.c:do_swap_page. */
export function swapIn(step: Step, content: ContentRun): Done {
  const got = framesFor(step, content.count);
  if (got === 'killed') return 'killed';
  const { act, requester, space, range } = step;
  emit(act, {
    type: 'PagesSwappedIn',
    space: space.id,
    at: range.at,
    count: got.count,
    frames: got.frames,
    group: requester.process.group,
    keepsSlots: !step.isWrite && !isSwapFull(act.m),
  });
  return got.count;
}

export function swapInObject(step: Step, { id, offset, want }: { id: number; offset: number; want: number }): Done {
  const got = framesFor(step, want);
  if (got === 'killed') return 'killed';
  const { act, requester, space, range } = step;
  const { frames, count } = got;
  emit(act, {
    type: 'ObjectSwappedIn',
    object: id,
    at: offset,
    count,
    frames,
    group: requester.process.group,
    isDirty: true,
  });
  emit(act, { type: 'ObjectMapped', space: space.id, at: range.at, count, object: id, offset });
  return count;
}

/** [RC8] mm/swapfile.c: the first page of the device is its header. */
export function swapOn(act: Act, bytes: number): Answer {
  const pages = Math.floor(bytes / 4096) - 1;
  if (pages <= 0) return fails('EINVAL', 'too small for swap');
  if (act.m.swapPages > 0) return fails('EBUSY', 'swap is on already');
  emit(act, { type: 'SwapSizeSet', pages });
  return OK;
}

/** [RC9] swapoff: ENOMEM where the strict count would be exceeded or what lies there does not fit into RAM. */
export function swapOff(act: Act): Answer {
  const { m } = act;
  if (m.swapPages === 0) return fails('EINVAL', 'no swap is on');
  if (slotsUsed(m) > 0) return fails('ENOMEM', 'swap is in use');
  emit(act, { type: 'SwapSizeSet', pages: 0 });
  return OK;
}
