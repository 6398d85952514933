import { expect, it } from 'vitest';
import { createThrottle } from './throttle.ts';

/** Counts work of these lengths in ms; the answer is how long the room cools down, in ms. */
async function cooldownAfter(...works: number[]): Promise<number> {
  const waits: number[] = [];
  const wait = async (ms: number) => {
    waits.push(ms);
  };
  const throttle = createThrottle({ nowMs: () => 0, wait });
  for (const ms of works) throttle.add(ms);
  await throttle.cooldown();
  await throttle.cooldown();
  return waits.reduce((sum, ms) => sum + ms, 0);
}

it('everyday work costs nothing', async () => {
  expect(await cooldownAfter(5, 30)).toBe(0);
});

it('a room cools down for three times as long as it held the thread, once, and at most three seconds', async () => {
  expect(await cooldownAfter(60, 40)).toBe(300);
  expect(await cooldownAfter(10_000)).toBe(3000);
});

it('asynchronous work that fails counts too', async () => {
  let now = 0;
  const waits: number[] = [];
  const throttle = createThrottle({
    nowMs: () => now,
    wait: async (ms) => {
      waits.push(ms);
    },
  });
  const fails = async () => {
    now += 100;
    throw new Error('no');
  };
  await expect(throttle.measureAsync(fails)).rejects.toThrow('no');
  await throttle.cooldown();
  expect(waits).toEqual([300]);
});
