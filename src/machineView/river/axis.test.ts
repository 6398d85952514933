import { expect, it } from 'vitest';
import { foldedAxis } from './axis.ts';

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

it('gives every entry one step while all of them are loud', () => {
  const { at, seqAt, folds } = foldedAxis(range(1, 9), 9);
  expect(range(0, 10).map(at)).toEqual(range(0, 10).map((seq) => seq / 10));
  expect(range(0, 9).map((seq) => seqAt((seq + 0.5) / 10))).toEqual(range(0, 9));
  expect(folds).toEqual([]);
});

it('folds a long quiet stretch, so that what happened keeps its room', () => {
  const loud = [...range(1, 10), ...range(5011, 5020)];
  const { at, seqAt, folds } = foldedAxis(loud, 5020);
  expect(folds).toEqual([{ from: 11, to: 5010 }]);
  expect(at(5011) - at(11)).toBeLessThan(0.2);
  expect(at(11) - at(1)).toBeCloseTo(at(5021) - at(5011));
  expect(seqAt(at(2511) + 1e-6)).toBeGreaterThan(2400);
});

it('every position leads back to its entry, to the ends and not beyond them', () => {
  const { at, seqAt } = foldedAxis([3, 4, 90, 300], 400);
  for (const seq of range(0, 400)) expect(seqAt(at(seq) + 1e-9)).toBe(seq);
  expect([seqAt(-1), seqAt(0), seqAt(1), seqAt(2)]).toEqual([0, 0, 400, 400]);
  for (const seq of range(1, 400)) expect(at(seq)).toBeGreaterThan(at(seq - 1));
});

it('an empty log has one place', () => {
  const { at, seqAt } = foldedAxis([], 0);
  expect([at(0), seqAt(0.5)]).toEqual([0, 0]);
});
