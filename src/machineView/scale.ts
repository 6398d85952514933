import type { CommitView } from '@overcommit/engine';
import type { Sample } from '@overcommit/reading';

/** How far a scale must go to show a machine's promises, its limit and what exists, in pages. */
export function gaugeReach(commits: readonly CommitView[]): number {
  return Math.max(
    ...commits.map(({ committedPages, limitPages, isEnforced, ramPages, swapTotalPages }) =>
      Math.max(committedPages, isEnforced ? limitPages : 0, ramPages + swapTotalPages),
    ),
  );
}

/** The most that was ever promised in these samples, in pages; 0 without any. */
export const mostPromised = (samples: readonly Pick<Sample, 'promisedPages'>[]): number =>
  samples.reduce((most, { promisedPages }) => Math.max(most, promisedPages), 0);

/** A scale ends a little beyond what it must show: a mark at the very edge is half cut off. */
const ROOM = 1.03;
const MOST_STEPS = 16;

/**
 * The end of a scale, in pages: the next quarter of what exists beyond what must be shown. A scale that follows every
 * page moves at every entry; this one moves rarely, and then far enough to be seen. Beyond four times what exists the
 * steps are larger.
 */
export function scaleEnd(exists: number, reach: number): number {
  const must = Math.max(reach, exists, 1) * ROOM;
  let step = Math.max(1, exists) / 4;
  while (must / step > MOST_STEPS) step *= 2;
  return Math.ceil(must / step) * step;
}
