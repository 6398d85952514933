import type { FrameMapView, FrameRun } from '@overcommit/engine';

export type Use = { owner: string | null; pages: number };
export type ProcessUse = { pid: number | null; name: string; pages: number };
export type KindUse = { kind: FrameRun['kind']; pages: number };

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

/** The same by process (null = nobody's), under the names that they have now. O(runs). */
export function usedByProcess(map: FrameMapView, names: ReadonlyMap<number, string>): ProcessUse[] {
  const sums = new Map<number | null, number>([[null, 0]]);
  for (const run of map.runs) {
    if (run.kind !== 'free') sums.set(run.pid, (sums.get(run.pid) ?? 0) + run.count);
  }
  return [...sums].map(([pid, pages]) => ({ pid, name: pid === null ? '' : (names.get(pid) ?? `pid ${pid}`), pages }));
}

/** The same by kind; what is in swap is one kind. O(runs). */
export function usedByKind(map: FrameMapView): KindUse[] {
  const sums = new Map<FrameRun['kind'], number>();
  for (const run of map.runs) {
    if (run.kind === 'free') continue;
    const kind = run.isInSwap ? 'swap' : run.kind;
    sums.set(kind, (sums.get(kind) ?? 0) + run.count);
  }
  return [...sums].map(([kind, pages]) => ({ kind, pages }));
}
