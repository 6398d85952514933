import { expect, it } from 'vitest';
import { createEffort } from './effort.ts';

/** Work of so many milliseconds, then how long the room rests. */
async function restAfter(...works: number[]): Promise<number> {
  let now = 0;
  const rests: number[] = [];
  const time = {
    nowMs: () => now,
    wait: async (ms: number) => {
      rests.push(ms);
    },
  };
  const effort = createEffort(time);
  for (const ms of works) {
    effort.measure(() => {
      now += ms;
    });
  }
  await effort.rested();
  await effort.rested();
  return rests.reduce((sum, ms) => sum + ms, 0);
}

it('everyday work needs no rest', async () => {
  expect(await restAfter(5, 30)).toBe(0);
});

it('a room that held the process rests three times as long, once, and never for ever', async () => {
  expect(await restAfter(60, 40)).toBe(300);
  expect(await restAfter(10_000)).toBe(3000);
});

it('work that fails counts too', async () => {
  let now = 0;
  const rests: number[] = [];
  const effort = createEffort({
    nowMs: () => now,
    wait: async (ms) => {
      rests.push(ms);
    },
  });
  const fails = () => {
    now += 100;
    throw new Error('no');
  };
  expect(() => effort.measure(fails)).toThrow('no');
  await effort.rested();
  expect(rests).toEqual([300]);
});
