import { describe, expect, it } from 'vitest';
import { listProcesses } from '../index.ts';
import { factsOf, lab } from '../testLab.ts';

const noteOf = (m: ReturnType<typeof lab>['m'], name: string) =>
  listProcesses(m).find((p) => p.name === name)?.stateNote;
const detailOf = (facts: ReturnType<ReturnType<typeof lab>['run']>['facts']) => factsOf(facts, 'Answered')[0]?.detail;

/** Lab 10: a second thread holds the dynamic linker's lock when the first one calls vfork. */
const HOLDING = 'spawn a 1000\nthread a t\nlock a.t ld';

it('[TH-1] threads share all with their process, count as processes do, and end with exec', () => {
  const { m, run } = lab('spawn a 1000\nthread a t');
  expect(run('thread a t').result).toBe('EEXIST');
  expect(run('thread a main').result).toBe('EEXIST');
  expect(run('lock a.u x').result).toBe('ESRCH');
  run('rlimit a nproc 2');
  expect(run('thread a u').result).toBe('EAGAIN');
  expect(run('fork a b').result).toBe('EAGAIN');
  run('exec a');
  expect(m.processes[0]?.threads).toEqual([]);
});

it('[TH-2] who waits answers EAGAIN, says why, and goes on when it gets the lock', () => {
  const { m, run } = lab('spawn a 1000\nthread a t\nlock a.t heap');
  const waits = run('lock a heap');
  expect(waits.result).toBe('ok');
  expect(detailOf(waits.facts)).toBe('a waits for heap, held by a.t');
  expect(listProcesses(m)[0]).toMatchObject({ state: 'blocked', stateNote: 'waits for the lock heap, held by a.t' });
  const refused = run('mmap a h 1M rw private');
  expect(refused.result).toBe('EAGAIN');
  expect(detailOf(refused.facts)).toBe('a waits for the lock heap, held by a.t');
  expect(run('unlock a heap').result).toBe('EAGAIN');
  run('unlock a.t heap');
  expect(listProcesses(m)[0]?.state).toBe('running');
  expect(run('unlock a heap').result).toBe('ok');
});

it('[TH-3] locks pass to the first who waits, and are given back by their holder only', () => {
  const { m, run } = lab('spawn a 1000\nthread a t\nthread a u\nlock a x\nlock a.t x\nlock a.u x');
  expect(noteOf(m, 'a')).toBe('t waits for the lock x, held by a; u waits for the lock x, held by a');
  expect(run('unlock a.t x').result).toBe('EAGAIN');
  expect(run('unlock a x').result).toBe('ok');
  expect(run('unlock a x').result).toBe('EPERM');
  expect(run('unlock a.t x').result).toBe('ok');
  expect(run('unlock a.u x').result).toBe('ok');
  expect(run('unlock a.u x').result).toBe('EINVAL');
});

describe('[TH-4] vfork with a lock held by another thread', () => {
  it('[TH-4] [TH-5] stops every thread on Solaris: both hang, in words, until the child is killed', () => {
    const { m, run } = lab(`#policy solaris-10\n${HOLDING}\nvfork a b`);
    expect(run('unlock a.t ld').result).toBe('EAGAIN');
    const { facts, result } = run('lock b ld');
    expect(result).toBe('ok');
    expect(factsOf(facts, 'DeadlockFound')).toEqual([
      {
        type: 'DeadlockFound',
        cycle: ['b', 'a.t', 'b'],
        words:
          'b waits for the lock ld, which a.t holds; a.t is stopped until b execs or exits. None of them can go on.',
      },
    ]);
    expect(noteOf(m, 'b')).toBe('waits for the lock ld, held by a.t: deadlock');
    expect(noteOf(m, 'a')).toBe('waits for its vfork child b: deadlock');
    for (const line of ['exec b', 'exit b 0', 'unlock b ld', 'mmap a h 1M rw private', 'unlock a.t ld'])
      expect(run(line).result, line).toBe('EAGAIN');
    expect(run('kill b SIGKILL').result).toBe('ok');
    expect(noteOf(m, 'a')).toBeUndefined();
    expect(run('unlock a.t ld').result).toBe('ok');
    expect(run('mmap a h 1M rw private').result).toBe('ok');
  });

  it('[TH-4] stops only the caller on Linux: the lock may still be given back', () => {
    const { m, run } = lab(`${HOLDING}\nvfork a b`);
    const { facts, result } = run('lock b ld');
    expect(result).toBe('ok');
    expect(factsOf(facts, 'DeadlockFound')).toEqual([]);
    expect(noteOf(m, 'b')).toBe('waits for the lock ld, held by a.t');
    expect(run('unlock a.t ld').result).toBe('ok');
    expect(run('exec b').result).toBe('ok');
    expect(listProcesses(m)[0]?.state).toBe('running');
  });

  it('[TH-4] is no matter for posix_spawn', () => {
    for (const policy of ['solaris-10', 'linux-6.1']) {
      const { m, run } = lab(`#policy ${policy}\n${HOLDING}`);
      expect(run('posix_spawn a b').result).toBe('ok');
      expect(run('unlock a.t ld').result).toBe('ok');
      expect(listProcesses(m).map((p) => p.state)).toEqual(['running', 'running']);
    }
  });

  it('[TH-4] [TH-5] the caller’s own lock is as bad, on every system', () => {
    const { facts } = lab('spawn a 1000\nlock a x\nvfork a b').run('lock b x');
    expect(factsOf(facts, 'DeadlockFound')[0]?.cycle).toEqual(['b', 'a', 'b']);
  });
});

describe('[TH-5] deadlocks', () => {
  it('[TH-5] two locks taken crosswise, and one taken twice', () => {
    const cross = lab('spawn a 1000\nthread a t\nlock a x\nlock a.t y\nlock a y').run('lock a.t x');
    expect(factsOf(cross.facts, 'DeadlockFound')[0]).toMatchObject({
      cycle: ['a.t', 'a', 'a.t'],
      words:
        'a.t waits for the lock x, which a holds; a waits for the lock y, which a.t holds. None of them can go on.',
    });
    const twice = lab('spawn a 1000\nlock a x').run('lock a x');
    expect(factsOf(twice.facts, 'DeadlockFound')[0]?.words).toBe(
      'a waits for the lock x, which it holds itself. None of them can go on.',
    );
  });

  it('[TH-5] a forked child has no thread that could give its lock back', () => {
    const { facts } = lab('spawn a 1000\nthread a t\nlock a.t malloc\nfork a b').run('lock b malloc');
    expect(factsOf(facts, 'DeadlockFound')[0]).toMatchObject({
      cycle: ['b', 'a thread that is gone'],
      words: 'b waits for the lock malloc, whose holder is gone and can never give it back.',
    });
  });
});

it('[TH-6] a student may lock in processes of their own only', () => {
  const { run } = lab('spawn a 1000\nspawn b 1001\nrun b repeat 1; lock a x; unlock a x; end');
  expect(factsOf(run('tick').facts, 'ProgramRefused').map((f) => f.result)).toEqual(['EPERM', 'EPERM']);
});
