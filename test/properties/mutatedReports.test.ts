import { expect, it } from 'vitest';
import { mutated, readWhole } from './mutatedReports.ts';

it('damaged reports break nothing', () => {
  for (let seed = 1; seed <= 300; seed += 1) expect(() => readWhole(mutated(seed)), `seed ${seed}`).not.toThrow();
});

it('the same seed damages the same way', () => {
  expect(mutated(7)).toBe(mutated(7));
  expect(mutated(7)).not.toBe(mutated(8));
});
