import { expect, it } from 'vitest';
import { boot, execute, listProcesses, parseScript } from '../index.ts';
import { factsOf, lab } from '../testLab.ts';

const used = (m: ReturnType<typeof lab>['m']): number => m.slots.reduce((sum, slot) => sum + slot.count, 0);

it('[SW-2] what lies in swap comes back: private memory, what a fork shares, and shared memory', () => {
  const { m, run } = lab(
    '#swap 128M\nspawn a 1000\nmmap a h 20M rw private\nmmap a s 10M rw shared\ntouch a h\nmadvise a h pageout\ntouch a h 0 5M r',
  );
  run('touch a s\nmadvise a s pageout\nfork a b\ntouch b h 6M 1M r');
  expect(used(m)).toBeGreaterThan(6000);
  const anon = 20 * 256;
  expect(run('swapoff').result).toBe('ok');
  expect(m).toMatchObject({ swapPages: 0, slots: [] });
  expect(listProcesses(m).map((p) => [p.swapPages, p.anonPages >= anon])).toEqual([
    [0, true],
    [0, true],
  ]);
  // One frame for both: the fork copied nothing.
  expect(m.frames.flat().reduce((sum, f) => sum + (f.use === 'anon' ? f.count : 0), 0)).toBeLessThan(anon + 100);
  expect(run('swapoff').result).toBe('EINVAL');
  expect(run('touch b s 0 10M r')).toMatchObject({ result: 'ok', pages: 2560 });
});

it('[SW-2] mode 2: ENOMEM where what is promised would not be covered without it, and nothing moves', () => {
  const { m, run } = lab(
    '#mem 128M\n#swap 128M\nspawn a 1000\nsysctl vm/overcommit_memory 2\nmmap a h 100M rw private',
  );
  const { facts, result } = run('swapoff');
  expect(result).toBe('ENOMEM');
  expect(factsOf(facts, 'ChargeDecided')).toMatchObject([{ asked: m.swapPages, isGranted: false, call: 'swapoff' }]);
  expect(m.swapPages).toBe(32767);
  const { committed } = m;
  expect(run('sysctl vm/overcommit_memory 1\nswapoff').result).toBe('ok');
  expect(m.committed).toBe(committed);
});

const TOO_MUCH =
  '#mem 128M\n#swap 128M\nspawn a 1000\nmmap a h 90M rw private\ntouch a h\nspawn b 1001\nmmap b h 70M rw private\ntouch b h';

it('[SW-2] what does not fit back costs swapoff its life and no other process; swap stays on', () => {
  const { m, run } = lab(TOO_MUCH);
  const { facts, result } = run('swapoff');
  expect(result).toBe('EINTR');
  expect(factsOf(facts, 'ProcessEnded')).toEqual([]);
  expect(factsOf(facts, 'Answered')).toMatchObject([{ kind: 'refusal' }]);
  expect(m.swapPages).toBe(32767);
  expect(run('spawn after 0\ntouch a h').result).toBe('ok');
});

it('[SW-2] in a recording init empties the swap, and another process dies; nothing is swapped out meanwhile', () => {
  const script = parseScript(TOO_MUCH);
  if (!script.ok) throw new Error('script');
  const m = boot({ ...script.spec, swapKb: 0 }, { MemTotal: 117868, MemFree: 103416 });
  execute(m, { verb: 'seat', actor: 'script', uid: 0, role: 'staff' }, 'system');
  const commands = [{ verb: 'swapon', bytes: 2 ** 27 } as const, ...script.steps.map(({ command }) => command)];
  for (const command of commands) execute(m, command, 'script');
  const done = execute(m, { verb: 'swapoff' }, 'script');
  const facts = done.ok ? done.facts : [];
  expect(factsOf(facts, 'FramesSwappedOut')).toEqual([]);
  expect(factsOf(facts, 'VictimChosen')).toMatchObject([
    { victim: { process: 'a' }, trigger: { pid: 1, call: 'swapoff' } },
  ]);
  expect(listProcesses(m)).toMatchObject([{ name: 'b', swapPages: 0 }]);
});

it('[SW-2] pages come back into the group they were charged to; where it is full and nobody may die, ENOMEM', () => {
  const lines =
    '#swap 128M\nspawn a 0\ncgroup g\ncgset g memory.max 40M\ncgjoin a g\nmmap a h 60M rw private\ntouch a h';
  const { m, run } = lab(lines);
  const { facts } = run('swapoff');
  expect(factsOf(facts, 'VictimChosen')).toMatchObject([{ scope: { cgroup: 'g' }, victim: { process: 'a' } }]);
  expect(m).toMatchObject({ swapPages: 0, slots: [] });
  const safe = lab(`${lines}\noom_score_adj a -1000`);
  expect(safe.run('swapoff').result).toBe('ENOMEM');
  expect(safe.m.swapPages).toBe(32767);
  expect(safe.run('touch a h 50M 1M r').result).toBe('ok');
});

it('[SW-2] other systems refuse while it is in use', () => {
  const { run } = lab('#policy freebsd\n#mem 128M\n#swap 128M\nspawn a 1000\nmmap a h 110M rw private\ntouch a h');
  expect(run('swapoff').result).toBe('ENOMEM');
  expect(run('exit a 0\nswapoff').result).toBe('ok');
});
