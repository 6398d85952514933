import type { FrameMapView } from '@overcommit/engine';

export type Use = { owner: string | null; pages: number };

/**
 * Used pages of RAM and swap by owner, each frame counted once: a shared one belongs to its first mapper, so the
 * parts add up to what is used. Null = kernel, files and the system's own. O(runs).
 */
export function usedByOwner(map: FrameMapView): Use[] {
  const sums = new Map<string | null, number>([[null, 0]]);
  for (const run of map.runs) {
    if (run.kind !== 'free') sums.set(run.owner, (sums.get(run.owner) ?? 0) + run.count);
  }
  return [...sums].map(([owner, pages]) => ({ owner, pages }));
}
