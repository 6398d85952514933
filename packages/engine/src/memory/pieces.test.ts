import { expect, it } from 'vitest';
import { changeInPieces, inPieces, insertInPieces, type Pieces, pickFromPieces, removeFromPieces } from './pieces.ts';
import { TABLES } from './runKinds.ts';
import { insertRun, pick, removeRuns } from './runs.ts';

type Table = { at: number; count: number; ref: number };

/** Small numbers in an order of their own; the same each time. */
function numbers(): (below: number) => number {
  let state = 12345;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

it('a list in pieces is what the same changes make of one list', () => {
  const below = numbers();
  const whole: Table[] = [];
  const pieces: Pieces<Table> = [];
  for (let i = 0; i < 20_000; i++) {
    const [at, count] = [below(2000), 1 + below(4)];
    const gone = removeFromPieces(pieces, { at, count }, TABLES);
    expect(gone).toEqual(removeRuns(whole, at, count, TABLES));
    if (below(8) > 0) {
      const ref = at + below(2) * 10_000;
      insertRun(whole, { at, count, ref }, TABLES);
      insertInPieces(pieces, { at, count, ref }, TABLES);
    }
    const range = { at: below(2000), count: 1 + below(200) };
    expect(pickFromPieces(pieces, range, TABLES)).toEqual(pick(whole, range.at, range.count, TABLES));
    if (i % 50 === 0) expect(pieces.flat()).toEqual(whole);
  }
  expect(pieces.length).toBeGreaterThan(5);
  expect(pieces.every((piece) => piece.length > 0 && piece.length <= 65)).toBe(true);
});

it('a change over many pieces joins what has become equal, over their cuts too', () => {
  const pieces = inPieces(Array.from({ length: 500 }, (_, i) => ({ at: i, count: 1, ref: 7 * i })));
  expect(pieces.length).toBeGreaterThan(3);
  const change = (run: Table): void => {
    run.ref = run.at;
  };
  changeInPieces(pieces, { at: 10, count: 480 }, { kind: TABLES, change });
  expect(pieces.flat()).toHaveLength(21);
  expect(pieces.flat()[10]).toEqual({ at: 10, count: 480, ref: 10 });
});

it('an empty list takes its first run, and is empty again without it', () => {
  const pieces: Pieces<Table> = [];
  insertInPieces(pieces, { at: 3, count: 2, ref: 0 }, TABLES);
  expect(removeFromPieces(pieces, { at: 0, count: 9 }, TABLES)).toEqual([{ at: 3, count: 2, ref: 0 }]);
  expect(pieces).toEqual([]);
});
