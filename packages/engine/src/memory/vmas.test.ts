import { expect, it } from 'vitest';
import { lab } from '../testLab.ts';

type Lab = ReturnType<typeof lab>;

/** Sizes in MiB of a process's own mappings, lowest address first. */
function sizes({ m }: Lab, name: string): number[] {
  const process = m.processes.find((p) => p.name === name);
  const space = m.spaces.find(({ id }) => id === process?.space);
  return (space?.vmas ?? []).filter(({ kind }) => kind === 'anon').map(({ count }) => count / 256);
}

const pair = 'spawn a 1000\nmmap a x 4M rw private\nmmap a y 4M rw private';

it('[MM-13] a fresh mapping joins one that was written, on either side', () => {
  const machine = lab(`${pair}\ntouch a x`);
  expect(sizes(machine, 'a')).toEqual([8]);
  machine.run('munmap a x\nmmap a z 4M rw private');
  expect(sizes(machine, 'a')).toEqual([8]);
});

it('[MM-13] mprotect of unwritten memory joins a written neighbour, mprotect of written memory no unwritten one', () => {
  const unwritten = lab('spawn a 1000\nmmap a x 4M r private\nmmap a y 4M rw private\ntouch a y\nmprotect a x rw');
  expect(sizes(unwritten, 'a')).toEqual([8]);
  const written = lab(
    'spawn a 1000\nmmap a x 4M rw private\nmmap a y 4M r private\nmprotect a y rw\ntouch a x\nmprotect a x r\nmprotect a x rw',
  );
  expect(sizes(written, 'a')).toEqual([8]);
  const apart = lab('spawn a 1000\nmmap a x 4M rw private\nmmap a y 4M r private\ntouch a x\nmprotect a x r');
  expect(sizes(apart, 'a')).toEqual([4, 4]);
});

it('[MM-13] a fresh mapping between an unwritten and a written one joins the written one only', () => {
  const machine = lab('spawn a 1000\nmmap a x 4M rw private\nmmap a y 4M rw private\nmmap a z 4M rw private');
  machine.run('munmap a y\ntouch a z\nmmap a w 4M rw private');
  expect(sizes(machine, 'a')).toEqual([4, 8]);
});

it('[MM-13] what was written in a gap of its own stays apart when the gap is closed', () => {
  const machine = lab('spawn a 1000\nmmap a x 4M rw private\nmmap a y 4M rw private\nmmap a z 4M rw private');
  machine.run('munmap a y\ntouch a x\ntouch a z\nmmap a w 4M rw private');
  expect(sizes(machine, 'a')).toEqual([4, 8]);
});

it('[MM-13] written memory that was moved joins nothing at its new place, unwritten memory does', () => {
  const start = 'spawn a 1000\nmmap a x 4M rw private\nmmap a y 4M r private\nmmap a z 4M rw private';
  const written = lab(`${start}\ntouch a x\ntouch a z\nmremap a x 8M`);
  expect(sizes(written, 'a')).toEqual([4, 4, 8]);
  const unwritten = lab(`${start}\ntouch a z\nmremap a x 8M`);
  expect(sizes(unwritten, 'a')).toEqual([4, 12]);
});

it('[CW-5] in a child nothing joins what it has from its parent, nor do the parts that were apart there', () => {
  const machine = lab('spawn a 1000\nmmap a x 4M rw private\nmmap a y 4M r private\ntouch a x\nfork a b');
  machine.run('mmap b z 4M r private\nmprotect b y rw\nmprotect b z rw');
  expect(sizes(machine, 'b')).toEqual([4, 8]);
  machine.run('mmap a z 4M r private\nmprotect a y rw\nmprotect a z rw');
  expect(sizes(machine, 'a')).toEqual([12]);
});

it('[CW-5] the heap of a child whose parent wrote it goes on in a mapping of its own', () => {
  const { m, run } = lab('spawn a 1000\nfork a b');
  const heaps = (): number => m.spaces[1]?.vmas.filter(({ kind }) => kind === 'heap').length ?? 0;
  run('brk b 1M +');
  expect(heaps()).toBe(2);
  run('brk b 1M +');
  expect(heaps()).toBe(2);
});

it('[CW-5] fork charges the parts one by one: each may be granted where both together would not be', () => {
  const alone = lab('#mem 256M\nspawn a 1000\nmmap a x 130M rw private\nmmap a y 130M rw private');
  expect(alone.run('fork a b').result).toBe('ENOMEM');
  const grown = lab(
    '#mem 256M\nspawn a 1000\nmmap a x 130M rw private\ntouch a x 0 1M w\nfork a b\nmmap b y 130M rw private',
  );
  expect(grown.run('fork b c').result).toBe('ok');
});
