import { expect, it } from 'vitest';
import { WRITEBACK_PAGES } from './calibration.ts';
import { boot, execute, type Machine, parseScript, procFile } from './index.ts';
import { factsOf, lab } from './testLab.ts';

const pagesOf = (facts: readonly { count: number }[]): number => facts.reduce((sum, { count }) => sum + count, 0);

it('[CAL3] a forked child has written five pages before it answers', () => {
  const { run } = lab('spawn a 1000');
  const { facts } = run('fork a b');
  const child = factsOf(facts, 'SpaceForked')[0]?.to;
  expect(pagesOf(factsOf(facts, 'PagesCopied').filter(({ space }) => space === child))).toBe(5);
});

it('[CAL4] a process writes one more page of its image at its first operation, and only then', () => {
  const { m, run } = lab('spawn a 1000');
  const anonPages = (): number => Number(/RssAnon:\s+(\d+)/.exec(procFile(m, 100, 'status'))?.[1]) / 4;
  expect(anonPages()).toBe(12);
  run('mmap a x 1M rw private');
  expect(anonPages()).toBe(13);
  run('mmap a y 1M rw private');
  expect(anonPages()).toBe(13);
});

it('[CAL5] under pressure some pages are swapped out and still in memory', () => {
  const { m } = lab('#mem 128M\n#swap 64M\nspawn a 1000\nmmap a x 120M rw private\ntouch a x');
  const inFlight = m.frames.flat().filter((run) => run.shares === 0 && run.slot >= 0);
  expect(pagesOf(inFlight)).toBeGreaterThan(0);
  expect(pagesOf(inFlight)).toBeLessThanOrEqual(WRITEBACK_PAGES);
});

it('[CAL6] a machine booted from a recording has room for so many zero pages, any other for all', () => {
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
