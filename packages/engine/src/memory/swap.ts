import { emit } from '../act.ts';
import type { ContentRun } from '../state.ts';
import { type Done, framesFor, type Step } from './fault.ts';

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
    keepsSlots: false,
  });
  return got.count;
}

export function swapInObject(step: Step, { id, offset, want }: { id: number; offset: number; want: number }): Done {
  const got = framesFor(step, want);
  if (got === 'killed') return 'killed';
  const { act, requester, space, range } = step;
  const { frames, count } = got;
  emit(act, { type: 'ObjectSwappedIn', object: id, at: offset, count, frames, group: requester.process.group });
  emit(act, { type: 'ObjectMapped', space: space.id, at: range.at, count, object: id, offset });
  return count;
}
