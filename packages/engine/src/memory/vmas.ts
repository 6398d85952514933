/** Mappings that merge with their neighbours, and those that stay apart. */
import type { Vma } from '../state.ts';
import { isAlike } from './runKinds.ts';
import { firstAfter } from './runs.ts';

/**
 * mm/mmap.c:is_mergeable_anon_vma, for a mapping that may take in one with the written pages `anon`: both have the same
 * ones, or one of them none; but then the one that takes in must have some, and not from a parent (list_is_singular).
 */
function takesIn(host: Vma, anon: number | undefined): boolean {
  if (host.anon === anon) return true;
  return (host.anon === undefined || anon === undefined) && host.anon !== undefined && !host.isCloned;
}

function canFollow(left: Vma | undefined, right: Vma | undefined): boolean {
  return (
    left !== undefined &&
    right !== undefined &&
    left.at + left.count === right.at &&
    left.prot === right.prot &&
    isAlike(left, right)
  );
}

/** The left one becomes both. */
function join(vmas: Vma[], right: number): void {
  const [left, gone] = [vmas[right - 1] as Vma, vmas[right] as Vma];
  left.count += gone.count;
  if (left.anon === undefined && gone.anon !== undefined) left.anon = gone.anon;
  if (gone.isCloned) left.isCloned = true;
  vmas.splice(right, 1);
}

/** [MM-13] A fresh mapping, without pages, is put into its hole. mm/mmap.c:mmap_region looks at the next one first. */
export function insertVma(vmas: Vma[], fresh: Vma): void {
  const i = place(vmas, fresh);
  const next = vmas[i + 1];
  const mergesNext = canFollow(fresh, next) && takesIn(next as Vma, undefined);
  const anon = mergesNext ? (next as Vma).anon : undefined;
  const previous = vmas[i - 1];
  const mergesPrevious = canFollow(previous, fresh) && takesIn(previous as Vma, anon);
  if (mergesNext) join(vmas, i + 1);
  if (mergesPrevious) join(vmas, i);
}

/** [MM-13] A mapping with its pages is put where mremap moves it. mm/mmap.c:copy_vma */
export function moveInVma(vmas: Vma[], moved: Vma): void {
  settleVma(vmas, place(vmas, moved));
}

/** [MM-13] Mapping `i` has changed. mm/mmap.c:vma_merge: both neighbours only if their pages may come together too. */
export function settleVma(vmas: Vma[], i: number): void {
  const [previous, changed, next] = [vmas[i - 1], vmas[i] as Vma, vmas[i + 1]];
  const mergesPrevious = canFollow(previous, changed) && takesIn(previous as Vma, changed.anon);
  const mergesNext = canFollow(changed, next) && takesIn(next as Vma, changed.anon);
  if (mergesNext && !(mergesPrevious && areApart(previous as Vma, next as Vma))) join(vmas, i + 1);
  if (mergesPrevious) join(vmas, i);
}

function areApart(a: Vma, b: Vma): boolean {
  return a.anon !== undefined && b.anon !== undefined && a.anon !== b.anon;
}

/** The mapping at index `i` has grown at its end: it absorbs the next one where the two may merge. */
export function settleGrown(vmas: Vma[], i: number): void {
  const [grown, next] = [vmas[i] as Vma, vmas[i + 1]];
  if (canFollow(grown, next) && takesIn(next as Vma, grown.anon)) join(vmas, i + 1);
}

function place(vmas: Vma[], vma: Vma): number {
  const i = firstAfter(vmas, vma.at);
  const next = vmas[i];
  if (next && next.at < vma.at + vma.count) throw new Error(`mapping at ${vma.at} overlaps one at ${next.at}`);
  vmas.splice(i, 0, vma);
  return i;
}

/**
 * What the first written page of a mapping belongs to: to what the pages of a neighbour belong to, if the two differ in
 * nothing but protection and those do not come from a parent; else to something new.
 * mm/mmap.c:find_mergeable_anon_vma, reusable_anon_vma
 */
export function anonFor(vmas: readonly Vma[], vma: Vma): number {
  const i = firstAfter(vmas, vma.at);
  for (const [left, right] of [
    [i, i + 1],
    [i - 1, i],
  ] as const) {
    const [a, b] = [vmas[left], vmas[right]];
    if (!a || !b || a.at + a.count !== b.at || !isAlike(a, b)) continue;
    const neighbour = left === i ? b : a;
    if (neighbour.anon !== undefined && !neighbour.isCloned) return neighbour.anon;
  }
  return 1 + vmas.reduce((most, { anon = 0 }) => Math.max(most, anon), 0);
}
