import type { ContentRun, FrameRun, FrameUse, LruList, Machine, SlotRun } from '../state.ts';
import { addFree, forgetFree, takeLowestFree } from './freeFrames.ts';
import { changeInPieces, everyInPieces, insertInPieces, removeFromPieces } from './pieces.ts';
import { FRAMES, SLOTS } from './runKinds.ts';
import { carve, insertRun, joinAround, pick, type Run, totalOf } from './runs.ts';

/** [FR-1] Take the lowest `count` free frames. Answers which. */
export function takeLowest(m: Machine, count: number, owner: FrameOwner): Run[] {
  const frames = takeLowestFree(m, count);
  bookFrames(m, frames, owner);
  return frames;
}

export type FrameOwner = { use: FrameUse; shares: number; list: LruList; group: string; isDirty: boolean };

/** Book fresh frames. The control group that owns them pays. */
export function takeFrames(m: Machine, frames: readonly Run[], owner: FrameOwner): void {
  forgetFree(m);
  bookFrames(m, frames, owner);
}

function bookFrames(m: Machine, frames: readonly Run[], owner: FrameOwner): void {
  for (const { at, count } of frames) {
    const { use, shares, list, group, isDirty } = owner;
    const stamp = list === 'none' ? 0 : m.clock;
    if (list !== 'none') m.clock += count;
    const run = { at, count, use, shares, list, stamp, isReferenced: false, isDirty, slot: -1, group };
    insertInPieces(m.frames, run, FRAMES);
    m.freeFrames -= count;
    chargeGroup(m, owner.group, count);
  }
}

export function chargeGroup(m: Machine, name: string, pages: number): void {
  if (name === '') return;
  const group = m.groups.find((g) => g.name === name);
  if (group) group.usage += pages;
}

function chargeGroupSwap(m: Machine, name: string, pages: number): void {
  if (name === '') return;
  const group = m.groups.find((g) => g.name === name);
  if (group) group.swapUsage += pages;
}

/** Give frames back for good. */
export function freeFrames(m: Machine, at: number, count: number): void {
  for (const run of removeFromPieces(m.frames, { at, count }, FRAMES)) {
    addFree(m, run.at, run.count);
    m.freeFrames += run.count;
    chargeGroup(m, run.group, -run.count);
    if (run.slot >= 0) uncacheSlots(m, run.slot, run.count);
  }
}

/** Change every frame run in a range in place, cutting at its ends and joining afterwards. */
export function eachFrameRun(m: Machine, at: number, count: number, change: (run: FrameRun) => void): void {
  changeInPieces(m.frames, { at, count }, { kind: FRAMES, change });
}

/** One more mapping of the frames in a range. */
export function shareFrames(m: Machine, at: number, count: number): void {
  eachFrameRun(m, at, count, (run) => {
    run.shares += 1;
  });
}

/** One mapping fewer; an anonymous frame without a mapping is free. A shared object keeps its own. */
export function unshareFrames(m: Machine, at: number, count: number): void {
  // Most often a process ends whose frames are its own: one way through the list instead of two.
  if (everyInPieces(m.frames, { at, count }, diesUnmapped)) {
    freeFrames(m, at, count);
    return;
  }
  const dead: (Run & { slot: number })[] = [];
  eachFrameRun(m, at, count, (run) => {
    run.shares -= 1;
    if (run.shares < 0) throw new Error(`frame ${run.at} unmapped more often than mapped`);
    if (run.shares === 0 && run.use === 'anon') dead.push({ at: run.at, count: run.count, slot: run.slot });
  });
  for (const run of dead) freeDead(m, run);
}

const diesUnmapped = (run: FrameRun): boolean => run.shares === 1 && run.use === 'anon' && run.slot < 0;

/** The swap cache keeps a page without a mapping while a swap entry still names its slot. */
function freeDead(m: Machine, { at, count, slot }: Run & { slot: number }): void {
  if (slot < 0) {
    freeFrames(m, at, count);
    return;
  }
  for (const run of pick(m.slots, slot, count, SLOTS)) {
    if (run.refs === 1) freeFrames(m, at + (run.at - slot), run.count);
  }
}

/** Book swap slots: for `refs` page table entries, and for the swap cache where the page stays in memory as well. */
export function takeSlots(
  m: Machine,
  slots: readonly Run[],
  owner: Pick<SlotRun, 'refs' | 'isCached' | 'group'>,
): void {
  const refs = owner.refs + (owner.isCached ? 1 : 0);
  for (const { at, count } of slots) insertRun(m.slots, { at, count, ...owner, refs }, SLOTS);
  chargeGroupSwap(m, owner.group, totalOf(slots));
}

export function addSlotRefs(m: Machine, at: number, count: number, refs: number): void {
  changeSlots(m, at, count, (run) => {
    run.refs += refs;
  });
}

/** The swap cache takes over one page table entry's reference. */
export function cacheSlots(m: Machine, at: number, count: number): void {
  changeSlots(m, at, count, (run) => {
    run.isCached = true;
  });
}

/** The swap cache lets go of its pages' slots. */
export function uncacheSlots(m: Machine, at: number, count: number): void {
  changeSlots(m, at, count, (run) => {
    run.refs -= 1;
    run.isCached = false;
  });
}

/** One page table entry fewer. A page that only the swap cache knows is gone with its last entry. */
export function dropSlots(m: Machine, at: number, count: number): void {
  const orphans: Run[] = [];
  changeSlots(m, at, count, (run) => {
    run.refs -= 1;
    if (run.isCached && run.refs === 1) orphans.push({ at: run.at, count: run.count });
  });
  for (const orphan of orphans) freeUnmapped(m, orphan);
}

/** Change slots in place; those without a reference are free. */
function changeSlots(m: Machine, at: number, count: number, change: (run: SlotRun) => void): void {
  const [from, to] = carve(m.slots, at, count, SLOTS);
  for (let i = to - 1; i >= from; i--) {
    const run = m.slots[i] as SlotRun;
    change(run);
    if (run.refs > 0) continue;
    chargeGroupSwap(m, run.group, -run.count);
    m.slots.splice(i, 1);
  }
  joinAround(m.slots, from, to, SLOTS);
}

/** Frames in the swap cache without a mapping, by their slots. */
function freeUnmapped(m: Machine, slots: Run): void {
  for (const frame of cachedFrames(m, slots)) if (frame.shares === 0) freeFrames(m, frame.at, frame.count);
}

/** Copies of the frame runs that hold the pages of these slots. */
export function cachedFrames(m: Machine, slots: Run): FrameRun[] {
  const out: FrameRun[] = [];
  for (const piece of m.frames) {
    for (const run of piece) {
      if (run.slot < 0) continue;
      const first = Math.max(run.slot, slots.at);
      const end = Math.min(run.slot + run.count, slots.at + slots.count);
      if (first < end) out.push(FRAMES.slice(run, first - run.slot, end - first));
    }
  }
  return out;
}

/** Let go of what page table entries pointed to. */
export function releaseContents(m: Machine, contents: readonly ContentRun[]): void {
  for (const run of contents) {
    if (run.state === 'frames' || run.state === 'shm') unshareFrames(m, run.ref, run.count);
    else if (run.state === 'swap') dropSlots(m, run.ref, run.count);
  }
}

export function slotsUsed(m: Machine): number {
  return totalOf(m.slots);
}
