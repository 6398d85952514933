/** Labels of the terms of a limit that a system has, but does not lend to this caller. Facts carry them: this list only grows. */
export const RESERVE_FOR_ROOT = 'reserve for root';
export const RESERVE_FOR_OTHERS = 'reserve for other processes';
export const SWAPFS_RESERVE = 'RAM kept for root (swapfs_reserve)';

const KEPT_BACK: readonly string[] = [RESERVE_FOR_ROOT, RESERVE_FOR_OTHERS, SWAPFS_RESERVE];

/**
 * The terms that make the limit of one caller lower than that of the system, which `commitLimit` shows. Pages, 0 or less.
 * SPEC [VIEW-8]
 */
export function keptBack<T extends { label: string; pages: number }>(terms: readonly T[] = []): T[] {
  return terms.filter(({ label }) => KEPT_BACK.includes(label));
}
