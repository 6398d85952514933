import { expect, it } from 'vitest';
import { execute, listProcesses } from '../index.ts';
import { factsOf, lab } from '../testLab.ts';

it('[PR-1] [PR-2] spawn starts the standard image: 1424 kB, 708 kB promised, 48 kB written', () => {
  const { m } = lab('spawn a 1000');
  expect(listProcesses(m)[0]).toMatchObject({
    vszPages: 356,
    chargedPages: 177,
    anonPages: 12,
    filePages: 171,
    uid: 1000,
  });
});

it('[PR-2] under mode 2 root may fork where the user may not have the image: the child dies, and nothing stays promised', () => {
  const strict = 'sysctl vm/overcommit_memory 2\nsysctl vm/user_reserve_kbytes 0\nsysctl vm/admin_reserve_kbytes 1024';
  const { m, run } = lab(`#mem 128M\n${strict}\nspawn a 0\nspawn b 0`);
  run('sysctl vm/overcommit_kbytes 3000');
  const promised = m.committed;
  const { facts, result } = run('spawn e 1000');
  expect(result).toBe('ESRCH');
  expect(factsOf(facts, 'ProcessEnded')).toMatchObject([{ process: 'e', cause: 'exit', status: 127 }]);
  expect(factsOf(facts, 'ChargeDecided')).toMatchObject([{ isGranted: false }]);
  expect(m.committed).toBe(promised);
  expect(run('spawn f 0').result).toBe('ok');
  expect(run('spawn g 0').result).toBe('ENOMEM');
});

it('[PR-3] a refused fork changes nothing', () => {
  const { m, run } = lab('sysctl vm/overcommit_memory 2\nspawn a 1000\nmmap a h 60M rw private\ntouch a h');
  const before = m.committed;
  const { facts, result } = run('fork a b');
  expect(result).toBe('ENOMEM');
  expect(factsOf(facts, 'ChargeDecided')[0]).toMatchObject({ call: 'fork', isGranted: false });
  expect(m.committed).toBe(before);
  expect(listProcesses(m)).toHaveLength(1);
});

it('[PR-4] a vfork child works in its waiting parent', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 60M rw private\ntouch a h');
  const before = m.committed;
  run('vfork a b');
  expect(m.committed).toBe(before);
  expect(run('touch a h').result).toBe('EAGAIN');
  expect(run('mmap b new 1M rw private').result).toBe('ok');
  run('exec b');
  expect(run('touch a new').result).toBe('ok');
});

it('[PR-5] exec leaves everything behind', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 60M rw private\ntouch a h\nexec a');
  expect(listProcesses(m)[0]).toMatchObject({ vszPages: 356, chargedPages: 177 });
  expect(run('touch a h').result).toBe('EINVAL');
});

it('[PR-6] memory goes with the last sharer, children pass to init', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 20M rw private\ntouch a h');
  const before = m.freeFrames;
  run('fork a b\nexit a 0');
  expect(before - m.freeFrames).toBeLessThan(40);
  expect(listProcesses(m)[0]).toMatchObject({ name: 'b', ppid: 1 });
  run('exit b 0');
  expect(m.freeFrames - before).toBeGreaterThan(20 * 256);
});

it('[PR-7] posix_spawn works where fork is refused', () => {
  const { run } = lab('sysctl vm/overcommit_memory 2\nspawn a 1000\nmmap a h 70M rw private');
  expect(run('fork a b').result).toBe('ENOMEM');
  expect(run('posix_spawn a b').result).toBe('ok');
});

it('[PR-8] wait: ECHILD, at once, or asleep until a child ends', () => {
  const { m, run } = lab('spawn a 1000');
  expect(run('wait a').result).toBe('ECHILD');
  expect(run('fork a b\nexit b 3\nwait a').result).toBe('ok');
  run('fork a c\nwait a');
  expect(run('touch a h').result).toBe('EAGAIN');
  run('exit c 0');
  expect(m.processes).toMatchObject([{ name: 'a', state: 'running' }]);
});

it('[LIM-3] RLIMIT_NPROC stops a user, not root', () => {
  const { run } = lab('spawn a 1000\nrlimit a nproc 2\nfork a b');
  expect(run('fork a c').result).toBe('EAGAIN');
  expect(run('spawn r 0\nrlimit r nproc 1\nfork r s').result).toBe('ok');
});

it('a student controls only processes of the own uid', () => {
  const { m } = lab('spawn other 1002');
  execute(m, { verb: 'seat', actor: 'ann', uid: 1001, role: 'student' }, 'system');
  const answer = (command: Parameters<typeof execute>[1]) => {
    const done = execute(m, command, 'ann');
    return done.ok ? factsOf(done.facts, 'Answered')[0]?.result : done.rejection.code;
  };
  expect(answer({ verb: 'spawn', name: 'mine' })).toBe('ok');
  expect(listProcesses(m).find((p) => p.name === 'mine')).toMatchObject({ uid: 1001, owner: 'ann' });
  expect(answer({ verb: 'kill', process: 'other', signal: 9 })).toBe('EPERM');
  expect(answer({ verb: 'spawn', name: 'x', uid: 0 })).toBe('EPERM');
  expect(answer({ verb: 'sysctl', name: 'vm/overcommit_memory', value: '1' })).toBe('EPERM');
  expect(answer({ verb: 'kill', process: 'nobody', signal: 9 })).toBe('ESRCH');
  expect(execute(m, { verb: 'spawn', name: 'y' }, 'stranger')).toMatchObject({
    ok: false,
    rejection: { code: 'NO_SEAT' },
  });
});

it('[PR-9] some signals end nobody', () => {
  const { m, run } = lab('spawn a 1000');
  for (const signal of ['0', 'CHLD', 'CONT', 'URG', 'WINCH']) expect(run(`kill a ${signal}`).result).toBe('ok');
  expect(listProcesses(m)).toHaveLength(1);
  expect(run('kill ghost 9').result).toBe('ESRCH');
  run('kill a USR1');
  expect(listProcesses(m)).toHaveLength(0);
});
