import { findLab, machineSpecOf, playStory } from '@overcommit/handbook';
import { emptyHistory } from '@overcommit/reading';
import { describe, expect, it } from 'vitest';
import { withheld } from '../held.ts';
import { indexPeople } from '../people.ts';
import { takeSnapshot } from '../snapshot.ts';
import { comfortFor } from './comforts.ts';

const four = findLab('the-database-dies') ?? expect.fail('lab 4 is gone');
const people = indexPeople([]);
const at = (variant: number) => {
  const under = four.variants[variant] ?? expect.fail('no variant');
  const { machine } = playStory(machineSpecOf(four, under), four.story.slice(0, 5));
  return takeSnapshot(machine, emptyHistory(machine));
};
const [linux, solaris] = [at(0), at(2)];
const told = (line: string, snapshot = linux): string => {
  const comfort = comfortFor(line, snapshot, people);
  return comfort?.kind === 'told' ? comfort.texts.join('\n') : String(comfort?.kind);
};

describe('what a student tries in a shell', () => {
  it('ps, top and free say what the page shows', () => {
    expect(told('ps')).toMatch(/NAME\n100 .* 111\.4 +110\.7 {2}db\n101 .* bgsave/);
    expect(told('top')).toMatch(/^MiB +total +used +free\nMem: +240\.9 +185\.\d +55\.\d\nSwap: +0\.0 +0\.0 +0\.0\nPID/);
    expect(told('free')).toContain('Mem:');
  });

  it('ls and cat show the files of /proc, by pid or by name; what is not there says so', () => {
    expect(told('ls')).toBe('/proc/meminfo  /proc/100  /proc/101');
    expect(told('ls /proc/100')).toContain('oom_score');
    expect(told('cat /proc/db/status')).toMatch(/VmRSS/);
    expect(told('cat /proc/100/oom_score')).toMatch(/^\d+$/);
    expect(told('cat /proc/7/status')).toContain('no such file');
    expect(told('dmesg')).toBe('The kernel has said nothing yet.');
  });

  it('each system has its own report of memory, and says which', () => {
    expect(told('swap -s', solaris)).toMatch(/reserved/);
    expect(told('swap -s')).toBe('This system has no `swap -s`. It has: cat /proc/meminfo');
    expect(told('lsps -s', solaris)).toContain('It has: swap -s');
  });

  it('while a question is open, no score is shown', () => {
    expect(told('ls /proc/100', withheld(linux))).not.toContain('oom_score');
    expect(told('cat /proc/100/oom_score', withheld(linux))).toContain('no such file');
  });

  it('help and man explain; a mistyped word is suggested; a command goes to the machine', () => {
    expect(told('man mmap')).toContain('mmap P REGION SIZE');
    expect(told('hlep')).toBe('`hlep` is not a command. Did you mean `help`?');
    expect(comfortFor('clear', linux, people)).toEqual({ kind: 'clear' });
    for (const line of ['spawn db', 'kil db', 'fork db x', 'tick 3'])
      expect(comfortFor(line, linux, people)).toBeNull();
  });
});
