/** The LRU lists as reclaim asks for them: how long they are, and who has been on them longest. mm/vmscan.c */
import type { FrameRun, Machine } from '../state.ts';
import { memo } from './memo.ts';

export type LruSizes = { inactive: number; active: number; all: number };
/** `mapped`: not only kept by the swap cache. `lazy`: given up by MADV_FREE, and goes without a slot. */
export type OldestOf = 'active' | 'inactive' | 'mapped' | 'lazy';
type Ages = Record<OldestOf, FrameRun | null> & { sizes: LruSizes };

/** Whose pages: of one control group, of everybody, or of everybody but these groups. */
export type Whose = string | null | { allBut: readonly string[] };

/** Pages by list. */
export function lruSizes(m: Machine, whose: Whose): LruSizes {
  const sum: LruSizes = { inactive: 0, active: 0, all: 0 };
  for (const piece of m.frames) {
    const { sizes } = agesIn(piece, whose);
    sum.inactive += sizes.inactive;
    sum.active += sizes.active;
    sum.all += sizes.all;
  }
  return sum;
}

/** The run that has been on its list longest; all but `active` are of the inactive one. */
export function oldest(m: Machine, which: OldestOf, whose: Whose): FrameRun | null {
  let found: FrameRun | null = null;
  for (const piece of m.frames) {
    const run = agesIn(piece, whose)[which];
    if (run && (!found || run.stamp < found.stamp)) found = run;
  }
  return found;
}

/** Only the swap cache knows it. */
export function isOnlyCached(run: FrameRun): boolean {
  return run.shares === 0 && run.slot >= 0;
}

export function isLazy(run: FrameRun): boolean {
  return run.use === 'anon' && !run.isDirty && run.shares === 1 && run.slot < 0;
}

/** Reclaim asks again after each step, which changes few pieces: what the others said is kept. */
function agesIn(piece: FrameRun[], whose: Whose): Ages {
  if (whose === null) return memo(piece, agesOf);
  const isTheirs = (group: string): boolean =>
    typeof whose === 'string' ? group === whose : !whose.allBut.includes(group);
  return agesOf(piece.filter((run) => isTheirs(run.group)));
}

function agesOf(piece: readonly FrameRun[]): Ages {
  const ages: Ages = {
    active: null,
    inactive: null,
    mapped: null,
    lazy: null,
    sizes: { inactive: 0, active: 0, all: 0 },
  };
  for (const run of piece) {
    if (run.list !== 'inactive' && run.list !== 'active') continue;
    ages.sizes[run.list] += run.count;
    ages.sizes.all += run.count;
    keepOlder(ages, run.list, run);
    if (run.list === 'active') continue;
    if (!isOnlyCached(run)) keepOlder(ages, 'mapped', run);
    if (isLazy(run)) keepOlder(ages, 'lazy', run);
  }
  return ages;
}

function keepOlder(ages: Ages, which: OldestOf, run: FrameRun): void {
  const found = ages[which];
  if (!found || run.stamp < found.stamp) ages[which] = run;
}
