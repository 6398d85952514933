import { type Act, type Answer, emit, fails, OK, refuses } from '../act.ts';
import type { Command } from '../commands.ts';
import { refuse } from '../refuse.ts';
import type { AddressSpace, Process } from '../state.ts';
import { charge } from './charge.ts';
import { DATA_IN_FILE_PAGES } from './layout.ts';
import { expansionHit } from './limits.ts';
import { PAGE, pagesOf, populate, unmapRange } from './map.ts';
import { mapsHit } from './mapCount.ts';
import { firstAfter } from './runs.ts';
import { spaceOf } from './space.ts';

/**
 * [MM-6] mm/mmap.c:brk. It answers where the break is: one that stayed too low is what the C library tells as ENOMEM, so a
 * break below its start is `ok`, and nothing moves.
 */
export function brk(act: Act, process: Process, command: Extract<Command, { verb: 'brk' }>): Answer {
  const space = spaceOf(act.m, process.space as number);
  const brkBytes = space.brkBytes + (command.direction === '+' ? command.bytes : -command.bytes);
  // Lower than address 0 is very high: too high.
  if (space.heapStart * PAGE + brkBytes < 0) return refuses('ENOMEM', 'there is no such address');
  if (brkBytes < 0) return { ...OK, detail: 'the break cannot go below its start and stays where it is' };
  const { data } = process.limits;
  // mm/mmap.c: check_data_rlimit counts the image's initialised data too; a break that goes down is asked as well.
  const before = pagesOf(space.brkBytes);
  const after = pagesOf(brkBytes);
  if (data !== undefined && brkBytes + DATA_IN_FILE_PAGES * PAGE > data) {
    const counted = before + DATA_IN_FILE_PAGES;
    const hit = { what: 'data', asked: after - before, counted, limit: Math.floor(data / PAGE) } as const;
    return refuse(act, process, 'brk', hit, 'ENOMEM');
  }
  const end = space.heapStart + before;
  if (after > before) {
    const failure = extend(act, process, space, { at: end, count: after - before });
    if (failure) return failure;
  }
  if (after < before) {
    const at = space.heapStart + after;
    const answer = unmapRange(act, process, { at, count: before - after }, { call: 'brk' });
    if (answer.result !== 'ok') return answer;
  }
  emit(act, { type: 'BrkSet', space: space.id, brkBytes });
  return OK;
}

/** mm/mmap.c:do_brk_flags: always charged. */
function extend(
  act: Act,
  process: Process,
  space: AddressSpace,
  { at, count }: { at: number; count: number },
): Answer | null {
  const next = space.vmas[firstAfter(space.vmas, at)];
  // A page stays free between the heap and what lies above it.
  if (next && next.at < at + count + 1) return refuses('ENOMEM', 'another mapping is in the way');
  const hit =
    expansionHit(process, space, { pages: count, isData: true, policy: act.policy }) ??
    mapsHit(act.m, space, 1, 'asks beyond');
  if (hit) return refuse(act, process, 'brk', hit, 'ENOMEM');
  if (!charge(act, { process, space, call: 'brk' }, count)) return fails(act.policy.refusalErrno('brk'));
  // [MM-13] mm/mmap.c:do_brk_flags: a heap that came written from a parent does not take the new pages in.
  const heap = space.vmas.find((vma) => vma.kind === 'heap' && vma.at + vma.count === at && !vma.isCloned);
  if (heap) emit(act, { type: 'RegionGrown', space: space.id, at, count });
  else
    emit(act, {
      type: 'RegionMapped',
      space: space.id,
      vma: { at, count, prot: 'rw-', kind: 'heap', isAccounted: true },
    });
  if (heap?.isLocked) return populate(act, process, { at, count }).result === 'ok' ? null : fails('killed');
  return null;
}
