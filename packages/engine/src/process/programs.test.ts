import { expect, it } from 'vitest';
import { listProcesses } from '../index.ts';
import { factsOf, lab } from '../testLab.ts';

const pagesOf = (m: ReturnType<typeof lab>['m'], name: string) =>
  listProcesses(m).find((p) => p.name === name)?.anonPages ?? 0;

it('[PG1] [PG2] a program takes its turn at each tick until it is stopped', () => {
  const { m, run } = lab('spawn a 1000\nrun a leak rate=2M\ntick 5');
  expect(pagesOf(m, 'a')).toBe(13 + 5 * 512);
  run('stop a\ntick 5');
  expect(pagesOf(m, 'a')).toBe(13 + 5 * 512);
  expect(run('run a leak speed=2M').result).toBe('EINVAL');
  expect(run('stop a').result).toBe('EINVAL');
});

it('[PG3] cache and db grow to their size and keep using it', () => {
  const { m, run } = lab('spawn c 1000\nspawn d 1000\nrun c cache max=8M\nrun d db size=16M rate=4M\ntick 10');
  expect(pagesOf(m, 'c')).toBe(13 + 8 * 256);
  expect(pagesOf(m, 'd')).toBe(13 + 16 * 256);
  expect(run('tick 3').result).toBe('ok');
});

it('[PG3] bgsave forks, shell and build start children that end', () => {
  const { m, run } = lab(
    'spawn b 1000\nspawn s 1000\nspawn cc 1000\nrun b bgsave size=8M every=2\nrun s shell\nrun cc build\ntick 12',
  );
  const names = listProcesses(m).map((p) => p.name);
  expect(names.some((name) => name.startsWith('b.'))).toBe(true);
  expect(names.filter((name) => name.startsWith('cc.'))).toHaveLength(2);
  run('tick 20');
  expect(listProcesses(m).length).toBeLessThan(12);
});

it('[PG3] a forkbomb grows until RLIMIT_NPROC stops it', () => {
  const { m, run } = lab('spawn f 1000\nrlimit f nproc 40\nrun f forkbomb\ntick 8');
  expect(listProcesses(m)).toHaveLength(40);
  expect(run('tick 1').result).toBe('ok');
});

it('[PG3] a loop carries its lines out at each tick', () => {
  const { m } = lab('spawn a 1000\nmmap a h 10M rw private\nrun a repeat 3\n  touch a h 0 1M w\nend\ntick 2');
  expect(pagesOf(m, 'a')).toBe(13 + 256);
});

it('[TH2] a lock is waited for, and passes on', () => {
  const { m, run } = lab('spawn a 1000\nthread a t\nlock a.t heap');
  expect(run('lock a heap').result).toBe('ok');
  expect(run('mmap a h 1M rw private').result).toBe('EAGAIN');
  expect(run('unlock a heap').result).toBe('EAGAIN');
  run('unlock a.t heap');
  expect(m.processes[0]?.state).toBe('running');
  expect(run('unlock a heap').result).toBe('ok');
});

it('[TH3] two locks taken crosswise are a deadlock', () => {
  const { run } = lab('spawn a 1000\nthread a t\nlock a x\nlock a.t y\nlock a y');
  const { facts, result } = run('lock a.t x');
  expect(result).toBe('EDEADLK');
  expect(factsOf(facts, 'DeadlockFound')[0]?.cycle).toEqual(['a.t', 'a', 'a.t']);
});

it('[TH3] vfork stops every thread on Solaris: the child waits for a lock that nobody can give back', () => {
  const script = 'spawn a 1000\nthread a t\nlock a.t ld\nvfork a b';
  const solaris = lab(`#policy solaris-10\n${script}`);
  expect(solaris.run('lock b ld').result).toBe('EDEADLK');
  const linux = lab(script);
  expect(linux.run('lock b ld').result).toBe('ok');
  expect(linux.run('unlock a.t ld').result).toBe('ok');
  expect(linux.run('exec b').result).toBe('ok');
});

it('[TH3] a forked child has no thread that could give its lock back', () => {
  const { run } = lab('spawn a 1000\nthread a t\nlock a.t malloc\nfork a b');
  expect(run('lock b malloc').result).toBe('EDEADLK');
});
