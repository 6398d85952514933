import { expect, it } from 'vitest';
import { WRITEBACK_PAGES } from './calibration.ts';
import { boot, execute, listProcesses, type Machine, meminfo, parseScript, procFile } from './index.ts';
import { factsOf, lab } from './testLab.ts';

const pagesOf = (facts: readonly { count: number }[]): number => facts.reduce((sum, { count }) => sum + count, 0);

it('[CAL-3] a forked child has written five pages before it answers', () => {
  const { run } = lab('spawn a 1000');
  const { facts } = run('fork a b');
  const child = factsOf(facts, 'SpaceForked')[0]?.to;
  expect(pagesOf(factsOf(facts, 'PagesCopied').filter(({ space }) => space === child))).toBe(5);
});

it('[CAL-3] whoever calls vfork uses a page more of its stack', () => {
  const { m, run } = lab('spawn a 1000');
  const before = listProcesses(m)[0]?.anonPages ?? 0;
  run('vfork a b');
  expect(listProcesses(m)[0]?.anonPages).toBe(before + 1);
});

it('[CAL-4] a process writes one more page of its image with its first region, and only then', () => {
  const { m, run } = lab('spawn a 1000');
  const anonPages = (): number => Number(/RssAnon:\s+(\d+)/.exec(procFile(m, 100, 'status'))?.[1]) / 4;
  run('touch a x\nmmap a x 0 rw private');
  expect(anonPages()).toBe(12);
  run('mmap a x 1M rw private');
  expect(anonPages()).toBe(13);
  run('mmap a y 1M rw private');
  expect(anonPages()).toBe(13);
});

it('[CAL-7] a forked child maps the parts of the code that it comes to', () => {
  const { m, run } = lab('spawn a 1000\nmmap a x 1M rw private\nfork a b');
  const file = (name: string): number => listProcesses(m).find((p) => p.name === name)?.filePages ?? 0;
  expect(file('b')).toBe(50);
  run('munmap b x 512K 512K');
  expect(file('b')).toBe(74);
  run('touch b x 0 4K w');
  expect(file('b')).toBe(90);
  run('mmap b y 1M rw private');
  expect(file('b')).toBe(122);
  run('mmap b z 1M rw shared');
  expect(file('b')).toBe(138);
  run('fork b c');
  expect([file('c'), file('a')]).toEqual([50, 171]);
});

it("[CAL-7] a vfork child that execs runs in its parent's code until then", () => {
  const { m, run } = lab('spawn a 1000\nfork a b\nvfork b c\nexec c');
  expect(listProcesses(m).find((p) => p.name === 'b')?.filePages).toBe(121);
  run('exec b');
  expect(listProcesses(m).find((p) => p.name === 'b')?.filePages).toBe(171);
});

it('[CAL-8] a fresh process has five page tables, its clock two more, and a posix_spawn leaves the one shared with other regions', () => {
  const { m, run } = lab('spawn a 1000');
  const tables = (): number => listProcesses(m)[0]?.tablePages ?? 0;
  expect(tables()).toBe(5);
  expect(run('touch a x').result).toBe('EINVAL');
  expect(tables()).toBe(7);
  run('posix_spawn a b');
  expect(tables()).toBe(7);
  run('mmap a x 2M rw private\nposix_spawn a c');
  expect(tables()).toBe(8);
  run('touch a x');
  expect(tables()).toBe(9);
});

it('[CAL-5] under pressure some pages are swapped out and still in memory', () => {
  const { m } = lab('#mem 128M\n#swap 64M\nspawn a 1000\nmmap a x 120M rw private\ntouch a x');
  const inFlight = m.frames.flat().filter((run) => run.shares === 0 && run.slot >= 0);
  expect(pagesOf(inFlight)).toBeGreaterThan(0);
  expect(pagesOf(inFlight)).toBeLessThanOrEqual(WRITEBACK_PAGES);
});

it('[CAL-6] a machine booted from a recording has room for so many zero pages, any other for all', () => {
  const script = parseScript('#mem 256M\nspawn a\nmmap a x 1G r private\ntouch a x 0 1G r');
  if (!script.ok) throw new Error('script');
  const end = (m: Machine): unknown => {
    execute(m, { verb: 'seat', actor: 'script', uid: 0, role: 'staff' }, 'system');
    const done = script.steps.map(({ command }) => execute(m, command, 'script')).at(-1);
    return done?.ok ? done.facts.at(-1) : null;
  };
  expect(end(boot(script.spec))).toMatchObject({ result: 'ok', pages: 262144 });
  expect(end(boot(script.spec, { MemTotal: 246700 }))).toMatchObject({ result: 'killed', pages: 65478 });
});

it('[CAL-9] a process takes four pages of stack and three of slab', () => {
  const { m, run } = lab('spawn a 1000');
  const [stacks, slab] = [/KernelStack: +(\d+)/, /Slab: +(\d+)/].map((of) => Number(of.exec(meminfo(m))?.[1]));
  run('spawn b 1000');
  expect(meminfo(m)).toMatch(new RegExp(`KernelStack: +${(stacks ?? 0) + 16} kB`));
  expect(meminfo(m)).toMatch(new RegExp(`Slab: +${(slab ?? 0) + 12} kB`));
});
