/** Public situations that once came out wrong, each with what is right. The first lines of a script tell it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseScript } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { runScenario } from '../../src/cli/run/runScenario.ts';
import type { StepRecord } from '../../src/cli/run/stepRecord.ts';

type Played = { of: (op: string) => StepRecord & { why?: string }; died: string[]; said: string[] };

function play(name: string): Played {
  const script = parseScript(readFileSync(join(import.meta.dirname, 'fieldCases', `${name}.txt`), 'utf8'));
  if (!script.ok) throw new Error(JSON.stringify(script.errors));
  const steps: (StepRecord & { why?: string })[] = [];
  runScenario(script, ({ record, why }) => steps.push(why === undefined ? record : { ...record, why }));
  return {
    of: (op) => {
      const found = steps.find((step) => step.op.startsWith(op));
      if (!found) throw new Error(`${name} has no step ${op}`);
      return found;
    },
    died: steps.flatMap(({ died }) => died),
    said: steps.flatMap(({ kmsg }) => kmsg),
  };
}

it.each(['2.6.32', '3.10'])(
  '[KL-11] in %s the child of the task that asked dies first, and the log says 0 points',
  (release) => {
    const { died, said } = play(`allocating-task-child-${release}`);
    expect(died).toEqual(['helper', 'asker']);
    expect(said.filter((line) => /[Kk]ill process \d+ \(asker\) score 0 or/.test(line))).toHaveLength(2);
  },
);

it('[MM-1] [CH-4] shadow memory is refused by the commit limit under mode 2, and granted where noreserve is honoured', () => {
  const { of } = play('asan-mode2');
  for (const op of ['mmap prog shadow ', 'mmap prog tsan']) {
    expect(of(op).result).toBe('ENOMEM');
    expect(of(op).why).toMatch(/pages asked, \d+ promised, \d+ allowed/);
  }
  expect(of('mmap prog none').result).toBe('ok');
  expect(of('mmap prog shadow2').result).toBe('ok');
  expect(of('mmap prog big').result).toBe('ENOMEM');
});

it('[KL-12] memory.oom.group ends the smallest member too, with a line for each', () => {
  const { died, said } = play('cg-oom-group-5.15');
  expect(new Set(died)).toEqual(new Set(['bash', 'tee', 'python', 'worker']));
  for (const name of ['bash', 'tee', 'python', 'worker'])
    expect(said.some((line) => line.includes(`Killed process`) && line.includes(`(${name})`))).toBe(true);
  expect(said).toContain('Tasks in /pod are going to be killed due to memory.oom.group set');
});

it('[KL-2] [PR-7] a fork of more than is free names posix_spawn, which is granted', () => {
  const script = parseScript(readFileSync(join(import.meta.dirname, 'fieldCases', 'fork-half-4.15.txt'), 'utf8'));
  if (!script.ok) throw new Error('script');
  const { of } = play('fork-half-4.15');
  expect(of('fork node sh')).toMatchObject({
    result: 'ENOMEM',
    why: expect.stringMatching(/pages asked, \d+ allowed/),
  });
  for (const op of ['posix_spawn node sh2', 'vfork node sh3', 'exec sh3']) expect(of(op).result).toBe('ok');
});

it('[KBSD-2] FreeBSD grants root beyond the total, and logs a refusal of a user', () => {
  const { of, said } = play('freebsd-root-noquota');
  expect([of('mmap u a').result, of('mmap u b').result, of('mmap r a').result]).toEqual(['ok', 'ENOMEM', 'ok']);
  expect(said).toEqual(['uid 1000, pid 100: swap reservation for 2147483648 bytes failed']);
});

it('[KL-28] before 5.16 a user locks 64 kB, before 4.7 RLIMIT_DATA is about brk', () => {
  expect(play('memlock-default-3.10').of('mmap p m').result).toBe('EAGAIN');
  const { of } = play('rlimit-data-3.10');
  expect([of('mmap hello shadow').result, of('brk hello').result]).toEqual(['ok', 'ENOMEM']);
});

it('[SW-2] swapoff under pressure ends itself and nobody else', () => {
  const { of, died } = play('swapoff-under-pressure');
  expect(of('swapoff').result).toBe('EINTR');
  expect(died).toEqual([]);
  expect(of('spawn after').mem.SwapTotal).toBe(524284);
});
