import { boot, digest, execute, type Machine } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { SPEC } from '@/machineView/testing/testLog.ts';
import { digestWhenIdle } from './digest.ts';

const spawn = (machine: Machine, name: string) => execute(machine, { verb: 'spawn', name }, 'system');

/** Three processes: three steps at least. */
function smallMachine(): Machine {
  const machine = boot(SPEC);
  for (const name of ['a', 'b', 'c']) spawn(machine, name);
  return machine;
}

/** Idle moments that the test lets come; every look at the clock is a slice later. */
function idlePage() {
  const moments: (() => void)[] = [];
  let ms = 0;
  return {
    moments,
    ports: {
      now: () => (ms += 20),
      whenIdle: (run: () => void) => {
        moments.push(run);
        return () => void moments.splice(moments.indexOf(run), 1);
      },
    },
  };
}

it('works a digest out a step in each idle moment', () => {
  const machine = smallMachine();
  const { moments, ports } = idlePage();
  const told: { seq: number; hex: string }[] = [];
  digestWhenIdle(machine, (d) => told.push(d), ports);
  let count = 0;
  for (let run = moments.shift(); run; run = moments.shift(), count++) run();
  expect(count).toBeGreaterThan(1);
  expect(told).toEqual([{ seq: machine.seq, hex: digest(machine) }]);
});

it('reports nothing for a machine that changed, or after it was cancelled', () => {
  const machine = smallMachine();
  const told: unknown[] = [];
  const { moments, ports } = idlePage();
  digestWhenIdle(machine, (d) => told.push(d), ports);
  spawn(machine, 'd');
  moments.shift()?.();
  expect(moments).toHaveLength(0);
  const cancel = digestWhenIdle(machine, (d) => told.push(d), ports);
  expect(moments).toHaveLength(1);
  cancel();
  expect(moments).toHaveLength(0);
  expect(told).toEqual([]);
});
