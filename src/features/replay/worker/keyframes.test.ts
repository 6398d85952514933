import { expect, it } from 'vitest';
import { createKeyframes } from './keyframes.ts';

const text = (length: number) => 'x'.repeat(length);

it('keeps every so-manieth state and makes no text for the others', () => {
  const frames = createKeyframes('', { every: 10, mostChars: 1000 });
  const taken: number[] = [];
  for (let seq = 1; seq <= 35; seq++)
    frames.offer(seq, () => {
      taken.push(seq);
      return text(1);
    });
  expect(taken).toEqual([10, 20, 30]);
  expect([0, 9, 10, 29, 35].map((seq) => frames.nearest(seq).seq)).toEqual([0, 0, 10, 20, 30]);
});

it('thins out when it grows too large, and never passes its bound', () => {
  const frames = createKeyframes('', { every: 10, mostChars: 1000 });
  for (let seq = 1; seq <= 4000; seq++) {
    frames.offer(seq, () => text(90));
    expect(frames.chars()).toBeLessThanOrEqual(1000);
  }
  expect(frames.every()).toBe(640);
  for (let seq = 0; seq <= 4000; seq += 7) expect(seq - frames.nearest(seq).seq).toBeLessThan(frames.every());
});

it('keeps the boot, even where one state is larger than the bound', () => {
  const frames = createKeyframes('boot', { every: 1, mostChars: 10 });
  for (let seq = 1; seq <= 9; seq++) frames.offer(seq, () => text(100));
  expect(frames.nearest(9)).toEqual({ seq: 0, text: 'boot' });
  expect(frames.count()).toBe(1);
});
