import { memo } from '../memory/memo.ts';
import { referencesOf, residence } from '../memory/residence.ts';
import { firstAfter } from '../memory/runs.ts';
import type { AddressSpace, FrameRun, Machine } from '../state.ts';

/** The frames with several mappings, in order: computed once for all processes. */
export function sharedFrames(m: Machine): FrameRun[] {
  return m.frames.flatMap((piece) => memo(piece, mappedBySeveral));
}

function mappedBySeveral(piece: readonly FrameRun[]): FrameRun[] {
  return piece.filter(({ shares }) => shares > 1);
}

/** A space's proportional share of its private and shared frames, rounded down at the end, and how many have other mappers too. Pages. */
export function sharing(space: AddressSpace, several: readonly FrameRun[]): { pss: number; shared: number } {
  const { anon, shm } = residence(space);
  let parts = (anon + shm) * 4096;
  let shared = 0;
  if (several.length > 0) {
    const { frames } = referencesOf(space);
    let near = 0;
    for (let i = 0; i < frames.length; i += 2) {
      const [at, end] = [frames[i] as number, frames[i + 1] as number];
      near = placeOf(several, at, near);
      for (let k = near; k < several.length && (several[k] as FrameRun).at < end; k++) {
        const run = several[k] as FrameRun;
        const count = Math.min(end, run.at + run.count) - Math.max(at, run.at);
        parts += Math.floor((count * 4096) / run.shares) - count * 4096;
        shared += count;
      }
    }
  }
  return { pss: Math.floor(parts / 4096), shared };
}

/** What `firstAfter` says; neighbours in memory are mostly neighbours among the frames. */
function placeOf(several: readonly FrameRun[], at: number, near: number): number {
  if (endsAfter(several, near - 1, at)) return firstAfter(several, at);
  if (endsAfter(several, near, at)) return near;
  return endsAfter(several, near + 1, at) ? near + 1 : firstAfter(several, at);
}

function endsAfter(several: readonly FrameRun[], i: number, at: number): boolean {
  const run = several[i];
  return run !== undefined && run.at + run.count > at;
}
