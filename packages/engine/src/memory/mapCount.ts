/** How many mappings a process may have. */
import type { LimitHit } from '../limitHit.ts';
import type { AddressSpace, Machine } from '../state.ts';
import { VMAS } from './runKinds.ts';
import { carve, type Run } from './runs.ts';
import { settleVma } from './vmas.ts';

/** The image's headers, text and read-only data are one mapping here, its data and bss another: three fewer than the kernel's. */
const IMAGE_MAPS_JOINED = 3;

/** [MM-14] The number of mappings as the kernel counts them (mm->map_count). */
export function mapCount(space: AddressSpace): number {
  return space.vmas.length + IMAGE_MAPS_JOINED;
}

function mostMaps(m: Machine): number {
  return m.tunables['vm/max_map_count'] ?? 65530;
}

/**
 * [MM-14] Whether `more` mappings are too many. @param isBeyond mmap and brk ask only whether there are too many already, so
 * that one more than the limit comes through
 */
export function mapsHit(m: Machine, space: AddressSpace, more: number, isBeyond?: 'asks beyond'): LimitHit | null {
  const hit = { what: 'max_map_count', asked: more, counted: mapCount(space), limit: mostMaps(m) } as const;
  return hit.counted + more > hit.limit + (isBeyond ? 1 : 0) ? hit : null;
}

/**
 * [MM-14] mm/mmap.c:split_vma: whether a change of part of a mapping would cut it beyond that many. Where the part merges
 * with a neighbour nothing is cut. Null = it does not.
 */
export function cutHit(m: Machine, space: AddressSpace, range: Run, change: object): LimitHit | null {
  // A cut at each end is all that it takes.
  if (!mapsHit(m, space, 2)) return null;
  const vmas = space.vmas.map((vma) => ({ ...vma }));
  const [from, to] = carve(vmas, range.at, range.count, VMAS);
  for (let i = from; i < to; i++) Object.assign(vmas[i] as object, change);
  for (let i = to - 1; i >= from; i--) settleVma(vmas, i);
  const more = vmas.length - space.vmas.length;
  return more > 0 ? mapsHit(m, space, more) : null;
}
