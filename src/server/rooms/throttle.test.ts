import { expect, it } from 'vitest';
import { createThrottle } from './throttle.ts';

/** Does work of these lengths in ms; the answer is how long the room cools down, in ms. */
async function cooldownAfter(...works: number[]): Promise<number> {
  let now = 0;
  const waits: number[] = [];
  const time = {
    nowMs: () => now,
    wait: async (ms: number) => {
      waits.push(ms);
    },
  };
  const throttle = createThrottle(time);
  for (const ms of works) {
    throttle.measure(() => {
      now += ms;
    });
  }
  await throttle.cooldown();
  await throttle.cooldown();
  return waits.reduce((sum, ms) => sum + ms, 0);
}

it('everyday work costs nothing', async () => {
  expect(await cooldownAfter(5, 30)).toBe(0);
});

it('a room cools down for three times as long as it held the process, once, and at most three seconds', async () => {
  expect(await cooldownAfter(60, 40)).toBe(300);
  expect(await cooldownAfter(10_000)).toBe(3000);
});

it('work that fails counts too', async () => {
  let now = 0;
  const waits: number[] = [];
  const throttle = createThrottle({
    nowMs: () => now,
    wait: async (ms) => {
      waits.push(ms);
    },
  });
  const fails = () => {
    now += 100;
    throw new Error('no');
  };
  expect(() => throttle.measure(fails)).toThrow('no');
  await throttle.cooldown();
  expect(waits).toEqual([300]);
});
