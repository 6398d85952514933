import { type Act, emit, isAlive, type Requester } from '../act.ts';
import type { CallResult } from '../facts.ts';
import { endProcess } from '../process/ending.ts';
import { watchPagingSpace } from '../process/pagingSpaceWatch.ts';
import { killForMemory } from '../shortage.ts';
import type { AddressSpace, ContentRun, FrameRun, Process, SlotRun, Vma } from '../state.ts';
import type { Allocation } from './allocate.ts';
import { chargeSome, release } from './charge.ts';
import { admit, isOnlyReserved } from './noreserve.ts';
import { pickFromPieces } from './pieces.ts';
import { CONTENTS, FRAMES, SLOTS } from './runKinds.ts';
import { firstAfter, pick, type Run } from './runs.ts';
import { objectOf, spaceOf, vmaAt } from './space.ts';
import { type Done, framesFor, holdLocked, type Step } from './step.ts';
import { swapIn, swapInObject } from './swap.ts';
import { ensureTables, payerOf } from './tables.ts';
import { anonFor } from './vmas.ts';

/** `marks`: it is the kernel that brings the pages in, which counts as one access more [MM-2]. */
export type Access = { process: Process; range: Run; isWrite: boolean; call: string; marks?: true };
export type Accessed = { pages: number; result: CallResult };

/**
 * Access each page of a range once, in order, until it is done, meets a bad page or the process dies.
 * SPEC [FT-1]-[FT-9]; mm/memory.c:handle_mm_fault.
 */
export function access(act: Act, { process, range, isWrite, call, marks }: Access): Accessed {
  const end = range.at + range.count;
  let at = range.at;
  let stuck = 0;
  while (at < end) {
    if (!isAlive(act, process.pid)) return { pages: at - range.at, result: 'killed' };
    const space = spaceOf(act.m, process.space as number);
    const vma = vmaAt(space, at);
    if (!vma || !mayAccess(vma, isWrite) || isOnlyReserved(act, vma))
      return { pages: at - range.at, result: 'SIGSEGV' };
    const step: Step = {
      act,
      requester: { process, call },
      space,
      vma,
      range: { at, count: Math.min(end, vma.at + vma.count) - at },
      isWrite,
    };
    const done = accessNext(step);
    if (done === 'bus') return { pages: at - range.at, result: 'SIGBUS' };
    if (done === 'killed') return { pages: at - range.at, result: 'killed' };
    stuck = done === 0 ? stuck + 1 : 0;
    if (stuck > MOST_RETRIES) killForMemory(act, step.requester, null);
    if (marks && done > 0) markAccessed(act, space, { at, count: done });
    at += done;
    watchPagingSpace(act);
  }
  return { pages: range.count, result: isAlive(act, process.pid) ? 'ok' : 'killed' };
}

/** A fault that gets its page taken away again this often makes no progress: memory is at an end. */
const MOST_RETRIES = 64;

/** [MM-2] mm/gup.c:follow_page_pte under FOLL_TOUCH. */
function markAccessed(act: Act, space: AddressSpace, range: Run): void {
  for (const { state, ref, count } of pick(space.pages, range.at, range.count, CONTENTS)) {
    if (state === 'frames' || state === 'shm') emit(act, { type: 'FramesMarked', at: ref, count });
  }
}

/** [FT-1] arch fault handler: a write needs w; a read needs r or x. */
function mayAccess(vma: Vma, isWrite: boolean): boolean {
  return isWrite ? vma.prot.includes('w') : vma.prot.includes('r') || vma.prot.includes('x');
}

/** The longest stretch of equal pages at the front of the range, or as much of it as memory allows. */
function accessNext(step: Step): Done {
  const { space, range } = step;
  const run = space.pages[firstAfter(space.pages, range.at)];
  if (!run || run.at >= range.at + range.count) return hole(step, range.count);
  if (run.at > range.at) return hole(step, run.at - range.at);
  const count = Math.min(range.count, run.at + run.count - range.at);
  const content = CONTENTS.slice(run, range.at - run.at, count);
  if (content.state === 'zero') return step.isWrite ? fresh(step, count) : count;
  if (content.state === 'swap') return swapIn(step, content);
  if (content.state === 'frames' && step.isWrite) return write(step, content);
  if (content.state === 'shm' && step.isWrite) dirty(step.act, { at: content.ref, count: content.count });
  return touched(step, content);
}

/** [FT-8] A write to pages of a shared object that were only read so far. */
function dirty(act: Act, range: Run): void {
  for (const frame of pickFromPieces(act.m.frames, { at: range.at, count: range.count }, FRAMES)) {
    if (!frame.isDirty) emit(act, { type: 'FramesDirtied', at: frame.at, count: frame.count });
  }
}

/** Nothing there yet: the zero page for a read, a frame for a write, the object's page where memory is shared. */
function hole(step: Step, count: number): Done {
  const { act, requester, space, vma, range, isWrite } = step;
  if (vma.object !== null) return sharedHole(step, vma.object, count);
  const admitted = admit(step, count);
  if (admitted === 'bus') return 'bus';
  if (isWrite) return fresh(step, admitted);
  if (!ensureTables(act, requester, space, { at: range.at, count: admitted })) return 'killed';
  const room = hostRoom(step);
  if (room > 0) emit(act, { type: 'ZeroMapped', space: space.id, at: range.at, count: Math.min(admitted, room) });
  if (room > 0) return Math.min(admitted, room);
  emit(act, { type: 'KernelSaid', lines: [HOST_IS_FULL] });
  endProcess(act, requester.process.pid, { cause: 'signal', status: 9 });
  return 'killed';
}

const HOST_IS_FULL =
  'UML ran out of memory on the host side! This can happen due to a memory limitation or vm.max_map_count has been reached.';

/** [CAL-6] How many more zero pages the host of a recorded machine has mappings for. */
function hostRoom({ act, space }: Step): number {
  if (act.m.hostZeroPages === null) return Number.MAX_SAFE_INTEGER;
  let zero = 0;
  for (const run of space.pages) if (run.state === 'zero') zero += run.count;
  return act.m.hostZeroPages - zero;
}

/** [FT-4] Fresh, zeroed frames under private pages. */
function fresh(step: Step, want: number): Done {
  const count = newFramesFor(step, want);
  if (count === 'killed') return 'killed';
  const { act, requester, space, range } = step;
  // Reclaim and kills on the way may have changed the list of mappings, not this one.
  const vma = vmaAt(space, range.at) as Vma;
  const anon = vma.anon === undefined ? { anon: anonFor(space.vmas, vma) } : {};
  emit(act, { type: 'PagesMapped', space: space.id, at: range.at, count, ...anon, ...payerOf(requester) });
  return count;
}

/** [KAIX-10] Frames for pages that exist for the first time: where those take a slot of swap, no more than there are. */
function newFramesFor(step: Step, want: number, tables?: 'before'): Allocation {
  const { act, requester } = step;
  const most = act.policy.touchable?.(act.m, requester.process) ?? want;
  if (most > 0) return framesFor(step, Math.min(want, most), tables);
  act.stalled = 'no paging space is left, and nobody may be killed';
  return 'killed';
}

function sharedHole(step: Step, id: number, count: number): Done {
  const { act, requester, space, vma, range } = step;
  const object = objectOf(act.m, id);
  const offset = vma.offset + (range.at - vma.at);
  if (offset >= object.pages) return 'bus';
  const want = Math.min(count, object.pages - offset);
  const run = object.contents[firstAfter(object.contents, offset)];
  if (!run || run.at > offset)
    return fillObject(step, { id, offset, want: run ? Math.min(want, run.at - offset) : want });
  const there = Math.min(want, run.at + run.count - offset);
  if (run.state === 'swap') return swapInObject(step, { id, offset, want: there });
  if (!ensureTables(act, requester, space, { at: range.at, count: there })) return 'killed';
  emit(act, { type: 'ObjectMapped', space: space.id, at: range.at, count: there, object: id, offset });
  holdLocked(step, there);
  if (step.isWrite) dirty(act, { at: run.ref + (offset - run.at), count: there });
  return there;
}

/** [FT-7] mm/shmem.c:shmem_get_folio: the first access makes the object's page, for all that map it. */
function fillObject(step: Step, { id, offset, want }: { id: number; offset: number; want: number }): Done {
  const { act, requester, space, range } = step;
  const isPromised = objectOf(act.m, id).isAccounted;
  const got = newFramesFor(step, want, 'before');
  if (got === 'killed') return 'killed';
  let count = got;
  if (!isPromised) {
    settleObject(act, requester, id);
    count = chargeSome(act, { ...requester, space }, count);
    if (count === 0) return 'bus';
  }
  const written = step.isWrite ? { isDirty: true } : {};
  emit(act, { type: 'ObjectFilled', object: id, at: offset, count, ...written, ...payerOf(requester) });
  emit(act, { type: 'ObjectMapped', space: space.id, at: range.at, count, object: id, offset });
  holdLocked(step, count);
  return count;
}

/** [CW-2] A write to a private frame: its only owner writes in place, all others get a copy. */
function write(step: Step, content: ContentRun): Done {
  const frame = pickFromPieces(step.act.m.frames, { at: content.ref, count: content.count }, FRAMES)[0] as FrameRun;
  const sole = soleOwner(step.act, frame);
  const count = Math.min(content.count, sole.count);
  if (sole.isSole) {
    if (!frame.isDirty) emit(step.act, { type: 'FramesDirtied', at: frame.at, count });
    return touched(step, { ...content, count });
  }
  const { act, requester, space, range } = step;
  const got = newFramesFor(step, count);
  if (got === 'killed') return 'killed';
  emit(act, { type: 'PagesCopied', space: space.id, at: range.at, count: got, ...payerOf(requester) });
  return got;
}

/** Whether the frame has no other mapping and its slot no other entry; and for how many frames that holds. */
function soleOwner(act: Act, frame: FrameRun): { isSole: boolean; count: number } {
  if (frame.shares > 1 || frame.slot < 0) return { isSole: frame.shares === 1, count: frame.count };
  const [slot] = pick(act.m.slots, frame.slot, frame.count, SLOTS) as [SlotRun];
  return { isSole: slot.refs === 1, count: slot.count };
}

function touched({ act, space }: Step, content: ContentRun): number {
  if (!content.isYoung) emit(act, { type: 'PagesTouched', space: space.id, at: content.at, count: content.count });
  return content.count;
}

/** [CH-8] mm/shmem.c:shmem_recalc_inode: what was dropped meanwhile is not promised any more. */
function settleObject(act: Act, { process, call }: Requester, id: number): void {
  const { owed } = objectOf(act.m, id);
  if (owed === 0) return;
  release(act, { process, call }, owed);
  emit(act, { type: 'ObjectSettled', object: id });
}
