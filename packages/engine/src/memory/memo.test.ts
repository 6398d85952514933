import { expect, it } from 'vitest';
import { memo } from './memo.ts';
import { changeInPieces, insertInPieces, type Pieces, removeFromPieces } from './pieces.ts';
import { TABLES } from './runKinds.ts';
import { carve, insertRun, joinAround, removeRuns, splitAt } from './runs.ts';

type Table = { at: number; count: number; ref: number };

/** Small numbers in an order of their own; the same each time. */
function numbers(): (below: number) => number {
  let state = 4711;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

const written = (runs: readonly Table[]): string => JSON.stringify(runs);
const holes = (ats: number): Table[] => Array.from({ length: ats }, (_, i) => ({ at: 3 * i, count: 2, ref: 7 * i }));

it('a note is kept while its list stays as it is, for each question by itself', () => {
  const runs = holes(40);
  let asked = 0;
  const length = (list: readonly Table[]): number => {
    asked += 1;
    return list.length;
  };
  expect([memo(runs, length), memo(runs, written), memo(runs, length)]).toEqual([40, written(runs), 40]);
  expect(asked).toBe(1);
});

it('whatever changes a list of runs, its note says what asking again would say', () => {
  const below = numbers();
  const runs = holes(40);
  const changes: ((at: number, count: number) => void)[] = [
    (at) => splitAt(runs, at, TABLES),
    (at, count) => removeRuns(runs, at, count, TABLES),
    (at, count) => {
      removeRuns(runs, at, count, TABLES);
      insertRun(runs, { at, count, ref: below(2) * 1000 + at }, TABLES);
    },
    (at, count) => {
      const [from, to] = carve(runs, at, count, TABLES);
      for (let i = from; i < to; i++) (runs[i] as Table).ref += 1;
      joinAround(runs, from, to, TABLES);
    },
  ];
  let longest = 0;
  for (let i = 0; i < 5000; i++) {
    (changes[below(changes.length)] as (typeof changes)[number])(below(300), 1 + below(4));
    expect(memo(runs, written)).toBe(written(runs));
    longest = Math.max(longest, runs.length);
  }
  expect(longest).toBeGreaterThan(40);
});

it('and so does the note of every piece of a list in pieces', () => {
  const below = numbers();
  const pieces: Pieces<Table> = [];
  for (let i = 0; i < 5000; i++) {
    const range = { at: below(1000), count: 1 + below(4) };
    removeFromPieces(pieces, range, TABLES);
    if (below(8) > 0) insertInPieces(pieces, { ...range, ref: range.at + below(2) * 10_000 }, TABLES);
    const change = (run: Table): void => {
      run.ref += 1;
    };
    changeInPieces(pieces, { at: below(1000), count: 1 + below(20) }, { kind: TABLES, change });
    for (const piece of pieces) if (memo(piece, written) !== written(piece)) expect.fail(`stale after ${i} changes`);
  }
  expect(pieces.length).toBeGreaterThan(4);
});
