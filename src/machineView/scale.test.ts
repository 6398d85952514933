import { boot, commitStatement, execute, parseLine } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { gaugeReach, mostPromised, scaleEnd } from './scale.ts';

function commitAfter(...lines: string[]) {
  const machine = boot({ memKb: 131_072, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} });
  execute(machine, { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' }, 'system');
  for (const line of lines) {
    const parsed = parseLine(line);
    expect(parsed.ok && execute(machine, parsed.command, 'ana').ok, line).toBe(true);
  }
  return commitStatement(machine);
}

it('two gauges side by side have one scale: that of the one with most', () => {
  const [small, large] = [
    commitAfter('spawn a'),
    commitAfter('spawn a', 'mmap a r 80M rw private', 'mmap a s 80M rw private'),
  ];
  expect(gaugeReach([small])).toBe(small.ramPages);
  expect(gaugeReach([large])).toBe(large.committedPages);
  expect(gaugeReach([small, large])).toBe(gaugeReach([large]));
  expect(gaugeReach([large, small])).toBe(gaugeReach([large]));
});

it('a limit that is enforced is on the scale, another is not', () => {
  const commit = { ...commitAfter('spawn a'), limitPages: 1_000_000 };
  expect(gaugeReach([{ ...commit, isEnforced: true }])).toBe(1_000_000);
  expect(gaugeReach([{ ...commit, isEnforced: false }])).toBe(commit.ramPages);
});

it('ends at a quarter of what exists, stays there for a while, and is never left by what it shows', () => {
  const exists = 1000;
  expect([0, 1000, 1200, 1220, 1890, 3000].map((most) => scaleEnd(exists, most))).toEqual([
    1250, 1250, 1250, 1500, 2000, 3250,
  ]);
  for (let most = 0; most < 40_000; most += 37) {
    const end = scaleEnd(exists, most);
    expect(end).toBeGreaterThan(Math.max(most, exists));
    expect(end).toBeLessThanOrEqual(Math.max(most, exists) * 1.4 + 250);
    expect(scaleEnd(exists, most + 37)).toBeGreaterThanOrEqual(end);
  }
});

it('the most that was ever promised stays in the scale after a kill', () => {
  const samples = [100, 454, 343].map((promisedPages) => ({ promisedPages }));
  expect(mostPromised(samples)).toBe(454);
  expect(mostPromised([])).toBe(0);
});
