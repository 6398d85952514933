/**
 * Which frames are free, kept beside the list of those in use. A memo, not state: it says what reading that list would say,
 * and is in no digest. Plain numbers, for this is the hottest place of a fold: first frame and one after the last, by turns.
 */
import type { Machine } from '../state.ts';
import type { Run } from './runs.ts';

const bounds = new WeakMap<Machine['frames'], number[]>();

function boundsOf({ frames, ramPages }: Machine): number[] {
  const known = bounds.get(frames);
  if (known) return known;
  const free: number[] = [];
  let cursor = 0;
  for (const piece of frames) {
    for (const { at, count } of piece) {
      if (at > cursor) free.push(cursor, at);
      cursor = at + count;
    }
  }
  if (cursor < ramPages) free.push(cursor, ramPages);
  bounds.set(frames, free);
  return free;
}

/** [FR-1] The lowest `count` free frames, in order; they count as in use from now on. Throws where there are fewer. */
export function takeLowestFree(m: Machine, count: number): Run[] {
  if (count > m.freeFrames) throw new Error(`no ${count} free frames`);
  const free = boundsOf(m);
  const out: Run[] = [];
  let gone = 0;
  for (let left = count; left > 0; ) {
    const at = free[gone] as number;
    const size = Math.min(left, (free[gone + 1] as number) - at);
    out.push({ at, count: size });
    left -= size;
    if (at + size === free[gone + 1]) gone += 2;
    else free[gone] = at + size;
  }
  if (gone > 0) free.splice(0, gone);
  return out;
}

/** Frames that were in use are free. */
export function addFree(m: Machine, at: number, count: number): void {
  const free = bounds.get(m.frames);
  if (!free) return;
  const i = placeOf(free, at);
  const end = at + count;
  const joinsLeft = i > 0 && free[i - 1] === at;
  const joinsRight = free[i] === end;
  if (joinsLeft && joinsRight) free.splice(i - 1, 2);
  else if (joinsLeft) free[i - 1] = end;
  else if (joinsRight) free[i] = at;
  else free.splice(i, 0, at, end);
}

/** Index of the first free run that begins after `at`. */
function placeOf(free: readonly number[], at: number): number {
  let low = 0;
  let high = free.length >> 1;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((free[2 * mid] as number) <= at) low = mid + 1;
    else high = mid;
  }
  return 2 * low;
}

/** Frames were taken otherwise than from here: the next who asks works it out anew. */
export function forgetFree(m: Machine): void {
  bounds.delete(m.frames);
}
