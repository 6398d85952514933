import type { ContentRun, Machine, ShmObject } from '../state.ts';
import { firstAfter, type Run } from './runs.ts';

/** An entry that shows part of a frame run: `at` is where the frame of the asked range's start would lie. */
export type Mapper = { space: number; at: number; isYoung: boolean };

/** A stretch of frames with the same mappers throughout. */
export type Mapped = Run & { mappers: Mapper[] };

type Hit = { space: number; run: ContentRun };

/** [RC-3] Who maps frames [at, at+count): the front part of it over which the answer does not change. */
export function mappersOf(m: Machine, at: number, count: number): Mapped {
  const hits: Hit[] = [];
  for (const space of m.spaces) {
    for (const run of space.pages) {
      if (run.state !== 'frames' && run.state !== 'shm') continue;
      if (run.ref < at + count && run.ref + run.count > at) hits.push({ space: space.id, run });
    }
  }
  let end = at + count;
  for (const { run } of hits) {
    if (run.ref > at) end = Math.min(end, run.ref);
    else end = Math.min(end, run.ref + run.count);
  }
  const mappers = hits
    .filter(({ run }) => run.ref <= at)
    .map(({ space, run }) => ({ space, at: run.at + (at - run.ref), isYoung: run.isYoung }));
  return { at, count: end - at, mappers };
}

/** The shared object whose page lies in frame `pfn`, which page of it, and how many follow in sequence. */
export function objectAt(m: Machine, pfn: number): { object: ShmObject; index: number; count: number } | null {
  for (const object of m.objects) {
    for (const run of object.contents) {
      if (run.state !== 'shm' || pfn < run.ref || pfn >= run.ref + run.count) continue;
      return { object, index: run.at + (pfn - run.ref), count: run.ref + run.count - pfn };
    }
  }
  return null;
}

/** Free swap slots for up to `want` pages, lowest first. */
export function findSlots(m: Machine, want: number): Run[] {
  const out: Run[] = [];
  let left = want;
  let cursor = 0;
  for (let i = firstAfter(m.slots, 0); i <= m.slots.length && left > 0; i++) {
    const next = m.slots[i]?.at ?? m.swapPages;
    if (next > cursor) {
      const count = Math.min(left, next - cursor);
      out.push({ at: cursor, count });
      left -= count;
    }
    const slot = m.slots[i];
    if (slot) cursor = slot.at + slot.count;
  }
  return out;
}
