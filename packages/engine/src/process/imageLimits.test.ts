import { expect, it } from 'vitest';
import { listProcesses } from '../index.ts';
import { factsOf, lab } from '../testLab.ts';

const BIG = 'spawn a 1000\nmmap a h 20M rw private';

it('[LIM-5] exec under a limit too small for the image ends the process: the old one is gone', () => {
  // The image needs 355 pages beside the vdso, 140 of them writable and no stack.
  for (const [limit, enough] of [
    ['as 1416K', 'as 1420K'],
    ['data 556K', 'data 560K'],
    ['stack 8K', 'stack 12K'],
  ]) {
    const { m, run } = lab(BIG);
    run(`rlimit a ${enough}`);
    expect(run('exec a').result, enough).toBe('ok');
    const before = m.committed;
    run(`rlimit a ${limit}`);
    const { result, facts } = run('exec a');
    expect(result, limit).toBe('killed');
    expect(factsOf(facts, 'ProcessEnded')).toMatchObject([{ process: 'a', cause: 'signal', status: 11 }]);
    expect(m.processes).toEqual([]);
    expect(m.committed).toBeLessThan(before);
    expect(m.committed).toBe(m.atBoot.committed);
  }
});

it('[LIM-5] posix_spawn under such a limit succeeds, and the child is gone; fork and vfork ask neither', () => {
  const { m, run } = lab('spawn a 1000\nrlimit a stack 8K');
  const { committed } = m;
  expect(run('posix_spawn a b').result).toBe('ok');
  expect(listProcesses(m).map((p) => p.name)).toEqual(['a']);
  expect(m.committed).toBe(committed);
  expect(run('rlimit a as 1424K\nfork a c').result).toBe('ok');
});

it('[LIM-5] RLIMIT_STACK makes the stack of the next image smaller, of 33 pages at the most', () => {
  const { m, run } = lab('spawn a 1000\nrlimit a stack 40K');
  const [{ vszPages } = { vszPages: 0 }] = listProcesses(m);
  const { committed } = m;
  run('exec a');
  expect(listProcesses(m)[0]?.vszPages).toBe(vszPages - 23);
  expect(m.committed).toBe(committed - 23);
  run('posix_spawn a b');
  expect(listProcesses(m)[1]?.vszPages).toBe(vszPages - 23);
  expect(run('vfork b c\nexec c').result).toBe('ok');
  const large = lab('spawn a 1000\nrlimit a stack 64M\nexec a');
  expect(listProcesses(large.m)[0]?.vszPages).toBe(vszPages);
});

it('[LIM-5] a stack that ends where vfork needs one page more: SIGSEGV', () => {
  const { m, run } = lab('spawn a 1000\nrlimit a stack 12K\nexec a');
  expect(run('vfork a b').result).toBe('killed');
  expect(listProcesses(m).map((p) => p.name)).toEqual(['b']);
});

it('[LIM-1] [PR-7] posix_spawn maps a stack for its child under the parent’s limits, before it counts processes', () => {
  const { run } = lab(`${BIG}\nrlimit a nproc 1`);
  expect(run('posix_spawn a b').result).toBe('EAGAIN');
  expect(run(`rlimit a data ${140 + 5120 + 8}P\nposix_spawn a b`).result).toBe('ENOMEM');
  const other = lab(`${BIG}\nrlimit a as ${356 + 5120 + 9}P`);
  expect(other.run('posix_spawn a b').result).toBe('ok');
  expect(other.run(`rlimit a as ${356 + 5120 + 8}P\nposix_spawn a c`).result).toBe('ENOMEM');
});

it('[LIM-3] a zombie counts until its parent has asked for it; CAP_SYS_RESOURCE is free of it', () => {
  const { run } = lab('spawn a 1000\nrlimit a nproc 2\nfork a b\nexit b 0');
  expect(run('fork a c').result).toBe('EAGAIN');
  expect(run('wait a\nfork a c').result).toBe('ok');
  expect(run('fork a d').result).toBe('EAGAIN');
  expect(run('cap a +SYS_RESOURCE\nfork a d').result).toBe('ok');
});

it('[LIM-2] [LIM-4] CAP_IPC_LOCK locks beyond the limit, CAP_SYS_RESOURCE raises it', () => {
  const { run } = lab('spawn a 1000\nmmap a h 4M rw private\nrlimit a memlock 1M');
  expect(run('mlock a h').result).toBe('ENOMEM');
  expect(run('rlimit a memlock 2M').result).toBe('EPERM');
  expect(run('cap a +SYS_RESOURCE\nrlimit a memlock 2M').result).toBe('ok');
  expect(run('cap a +IPC_LOCK\nmlock a h').result).toBe('ok');
});

it('[MM-6] brk keeps a page below the next mapping, and counts initialised data under RLIMIT_DATA', () => {
  const { run } = lab('spawn a 1000\nsysctl vm/overcommit_memory 1\nmmap a h 1M rw private\nbrk a 4M +');
  // The heap lies at 0x522 and reaches up to 1 GiB, less a page.
  const room = 0x40000 - 0x522 - 34 - 1024;
  expect(run(`brk a ${room}P +`).result).toBe('ENOMEM');
  expect(run(`brk a ${room - 1}P +`).result).toBe('ok');
  const other = lab('spawn a 1000\nbrk a 4M +\nrlimit a data 1M');
  const down = (3 << 20) + (34 + 7) * 4096;
  expect(other.run(`brk a ${down - 1} -`).result).toBe('ENOMEM');
  expect(other.run(`brk a ${down} -`).result).toBe('ok');
});
