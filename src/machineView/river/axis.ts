/**
 * Entries from left to right. An entry at which something was done or decided is one step wide; a long stretch of quiet
 * ones (a program's ticks) is folded into a few steps, so that an hour with programs does not push the kills together.
 */
export type Axis = {
  /** The first and the last entry. */
  first: number;
  last: number;
  /** Position of an entry, 0 to 1. An entry ends where the next one begins: `end` is the position of `last + 1`. */
  at: (seq: number) => number;
  /** The entry at a position. */
  seqAt: (position: number) => number;
  /** Folded stretches, first entry to last entry. */
  folds: { from: number; to: number }[];
};

/** A quiet stretch of more entries than this is folded into as many steps. */
const FOLDED = 4;

/** @param loud entries that keep their width, ascending @param last the last entry; 0 = none yet */
export function foldedAxis(loud: readonly number[], last: number): Axis {
  const first = 0;
  const { folds, knots } = stretch(loud, last);
  const [lastSeq, width] = knots.at(-1) as Knot;
  const at = (seq: number): number => {
    if (seq <= first) return 0;
    if (seq >= lastSeq) return 1;
    const i = firstWhere(knots, ([s]) => s > seq);
    const [s1, x1] = knots[i - 1] as Knot;
    const [s2, x2] = knots[i] as Knot;
    return (x1 + ((seq - s1) / (s2 - s1)) * (x2 - x1)) / width;
  };
  const seqAt = (position: number): number => {
    const x = Math.max(0, Math.min(1, position)) * width;
    const i = Math.max(
      1,
      firstWhere(knots, ([, kx]) => kx > x),
    );
    const [s1, x1] = knots[i - 1] as Knot;
    const [s2, x2] = knots[Math.min(i, knots.length - 1)] as Knot;
    const seq = x2 > x1 ? s1 + ((x - x1) / (x2 - x1)) * (s2 - s1) : s1;
    return Math.max(first, Math.min(last, Math.floor(seq + 1e-9)));
  };
  return { first, last, at, seqAt, folds };
}

/** An entry and its position in steps. Between two of them positions are in proportion. */
type Knot = readonly [seq: number, x: number];

function stretch(loud: readonly number[], last: number): { folds: Axis['folds']; knots: Knot[] } {
  const folds: Axis['folds'] = [];
  const knots: Knot[] = [[0, 0]];
  let seq = 0;
  let x = 0;
  const quietTo = (end: number): void => {
    const entries = end - seq;
    if (entries <= 0) return;
    if (entries > FOLDED) folds.push({ from: seq, to: end - 1 });
    x += Math.min(entries, FOLDED);
    seq = end;
    knots.push([seq, x]);
  };
  for (const one of loud) {
    if (one < seq || one > last) continue;
    quietTo(one);
    seq = one + 1;
    x += 1;
    knots.push([seq, x]);
  }
  quietTo(last + 1);
  return { folds, knots };
}

function firstWhere<T>(list: readonly T[], fits: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(list[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
