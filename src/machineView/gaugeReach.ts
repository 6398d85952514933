import type { CommitView } from '@overcommit/engine';

/** How far the scale of a gauge must go to show a machine's promises, its limit and what exists, in pages. */
export function gaugeReach(commits: readonly CommitView[]): number {
  return Math.max(
    ...commits.map(({ committedPages, limitPages, isEnforced, ramPages, swapTotalPages }) =>
      Math.max(committedPages, isEnforced ? limitPages : 0, ramPages + swapTotalPages),
    ),
  );
}
