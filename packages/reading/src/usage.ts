import type { FrameKind, FrameMapView } from '@overcommit/engine';

export type Use = { owner: string | null; pages: number };
export type ProcessUse = { pid: number | null; name: string; pages: number };
export type KindUse = { kind: FrameKind; pages: number };

/**
 * Used pages of RAM and swap by owner, each frame counted once: a shared one belongs to its first mapper, so the
 * parts add up to what is used. Null = kernel, files and the system's own. O(classes).
 */
export function usedByOwner({ classes }: FrameMapView): Use[] {
  const sums = new Map<string | null, number>([[null, 0]]);
  for (const { kind, owner, pages } of classes) {
    if (kind !== 'free') sums.set(owner, (sums.get(owner) ?? 0) + pages);
  }
  return [...sums].map(([owner, pages]) => ({ owner, pages }));
}

/** The same by process, under their present names; null = pages of no process. O(classes). */
export function usedByProcess({ classes }: FrameMapView, names: ReadonlyMap<number, string>): ProcessUse[] {
  const sums = new Map<number | null, number>([[null, 0]]);
  for (const { kind, pid, pages } of classes) {
    if (kind !== 'free') sums.set(pid, (sums.get(pid) ?? 0) + pages);
  }
  return [...sums].map(([pid, pages]) => ({ pid, name: pid === null ? '' : (names.get(pid) ?? `pid ${pid}`), pages }));
}

/** The same by kind; what is in swap is one kind. O(classes). */
export function usedByKind({ classes }: FrameMapView): KindUse[] {
  const sums = new Map<FrameKind, number>();
  for (const { kind, isInSwap, pages } of classes) {
    if (kind === 'free') continue;
    const shown = isInSwap ? 'swap' : kind;
    sums.set(shown, (sums.get(shown) ?? 0) + pages);
  }
  return [...sums].map(([kind, pages]) => ({ kind, pages }));
}
