import { expect, it } from 'vitest';
import { createWindowCounter } from './windowCounter.ts';

it('counts up to its bound, and begins anew when the window is over', () => {
  let now = 5000;
  const counter = createWindowCounter({ points: 2, duration: 10 }, () => now);
  expect([counter.take('a'), counter.take('a'), counter.take('a'), counter.take('b')]).toEqual([
    null,
    null,
    10_000,
    null,
  ]);
  now += 9999;
  expect(counter.take('a')).toBe(1);
  now += 1;
  expect(counter.take('a')).toBeNull();
  expect(counter.count('a')).toBe(1);
});

it('gives back what was right, and forgets a key', () => {
  const counter = createWindowCounter({ points: 1, duration: 10 }, () => 0);
  counter.take('a');
  counter.giveBack('a');
  expect(counter.take('a')).toBeNull();
  counter.clear('a');
  expect(counter.take('a')).toBeNull();
  expect(counter.take('a')).not.toBeNull();
});

it('forgets windows that are over, however many keys there were', () => {
  let now = 0;
  const counter = createWindowCounter({ points: 1, duration: 1 }, () => now);
  for (let n = 0; n < 9_000; n++) counter.take(`old ${n}`);
  now += 2000;
  for (let n = 0; n < 2_000; n++) counter.take(`new ${n}`);
  expect(counter.count('old 1')).toBe(0);
  expect(counter.count('new 1')).toBe(1);
});
