/** Bookkeeping of the facts about reclaim and swap. Nothing here decides, draws or refuses. */
import type { MemoryFact } from '../facts.ts';
import type { ContentRun, Machine } from '../state.ts';
import { setYoung } from './changes.ts';
import {
  addSlotRefs,
  eachFrameRun,
  freeFrames,
  releaseContents,
  shareFrames,
  takeSlots,
  uncacheSlots,
} from './frames.ts';
import { oldest } from './lru.ts';
import { CONTENTS } from './runKinds.ts';
import { insertRun, type Run, removeRuns } from './runs.ts';
import { objectOf, spaceOf } from './space.ts';

type Of<T extends MemoryFact['type']> = Extract<MemoryFact, { type: T }>;

/** [RC-5] Every mapper's entry becomes a swap entry, the frames are free. A shared object remembers its slots itself. */
export function framesSwappedOut(m: Machine, f: Of<'FramesSwappedOut'>): void {
  const isObject = f.object !== undefined;
  const refs = isObject ? 1 : f.mappers.length;
  if (!f.isCached) takeSlots(m, f.slots, { refs, isCached: f.staysCached === true, group: f.group });
  // The swap cache's own reference goes with the frames below.
  else for (const slot of f.slots) addSlotRefs(m, slot.at, slot.count, refs);
  for (const mapper of f.mappers) {
    const space = spaceOf(m, mapper.space);
    removeRuns(space.pages, mapper.at, f.count, CONTENTS);
    if (!isObject) insertSlots(space.pages, mapper.at, f.slots);
  }
  if (f.object !== undefined && f.objectAt !== undefined) {
    const object = objectOf(m, f.object);
    removeRuns(object.contents, f.objectAt, f.count, CONTENTS);
    insertSlots(object.contents, f.objectAt, f.slots);
  }
  if (f.staysCached) stayCached(m, f, f.isRotated === true);
  else freeFrames(m, f.at, f.count);
}

/** The frames stay in memory without a mapping: in their place on their list, or at its old end (mm/swap.c:folio_rotate_reclaimable). */
function stayCached(m: Machine, frames: Run & { slots: readonly Run[] }, isRotated: boolean): void {
  let at = frames.at;
  for (const slot of frames.slots) {
    const base = at;
    const oldestStamp = isRotated ? (oldest(m, 'inactive', null)?.stamp ?? 0) : 0;
    eachFrameRun(m, at, slot.count, (run) => {
      run.shares = 0;
      run.slot = slot.at + (run.at - base);
      if (!isRotated) return;
      run.list = 'inactive';
      run.stamp = oldestStamp - slot.count + (run.at - base);
    });
    at += slot.count;
  }
}

function insertSlots(contents: ContentRun[], at: number, slots: readonly Run[]): void {
  let cursor = at;
  for (const slot of slots) {
    insertRun(contents, { at: cursor, count: slot.count, state: 'swap', ref: slot.at, isYoung: false }, CONTENTS);
    cursor += slot.count;
  }
}

export function framesAged(m: Machine, f: Of<'FramesAged'>): void {
  eachFrameRun(m, f.at, f.count, (run) => {
    run.list = f.list;
    run.isReferenced = f.isReferenced;
    run.stamp = m.clock;
    m.clock += run.count;
  });
  for (const mapper of f.mappers) setYoung(spaceOf(m, mapper.space), { at: mapper.at, count: f.count }, false);
}

/** mm/swap.c:folio_mark_accessed. */
export function framesMarked(m: Machine, f: Of<'FramesMarked'>): void {
  eachFrameRun(m, f.at, f.count, (run) => {
    const isSecond = run.isReferenced && run.list === 'inactive';
    run.isReferenced = !isSecond;
    if (!isSecond) return;
    run.list = 'active';
    run.stamp = m.clock;
    m.clock += run.count;
  });
}

export function slotsForgotten(m: Machine, f: Of<'SlotsForgotten'>): void {
  eachFrameRun(m, f.at, f.count, (run) => {
    if (run.slot < 0) return;
    uncacheSlots(m, run.slot, run.count);
    run.slot = -1;
  });
}

/** A write reached pages of shared objects that had only been read. */
export function framesDirtied(m: Machine, f: Of<'FramesDirtied'>): void {
  eachFrameRun(m, f.at, f.count, (run) => {
    run.isDirty = true;
  });
}

export function pagesRemapped(m: Machine, f: Of<'PagesRemapped'>): void {
  const space = spaceOf(m, f.space);
  const old = removeRuns(space.pages, f.at, f.count, CONTENTS);
  shareFrames(m, f.frame, f.count);
  insertRun(space.pages, { at: f.at, count: f.count, state: 'frames', ref: f.frame, isYoung: true }, CONTENTS);
  releaseContents(m, old);
}

/** Frames of a shared object that were never written are given up: its pages are holes again. */
export function objectDropped(m: Machine, f: Of<'ObjectDropped'>): void {
  for (const mapper of f.mappers) {
    releaseContents(m, removeRuns(spaceOf(m, mapper.space).pages, mapper.at, f.count, CONTENTS));
  }
  const object = objectOf(m, f.object);
  for (const run of removeRuns(object.contents, f.at, f.count, CONTENTS)) freeFrames(m, run.ref, run.count);
  if (!object.isAccounted) object.owed += f.count;
}

export function pagesGivenUp(m: Machine, f: Of<'PagesGivenUp'>): void {
  eachFrameRun(m, f.frame, f.count, (run) => {
    run.isDirty = false;
    if (run.slot >= 0) uncacheSlots(m, run.slot, run.count);
    run.slot = -1;
    if (run.list === 'active') run.list = 'inactive';
  });
  setYoung(spaceOf(m, f.space), f, false);
}
