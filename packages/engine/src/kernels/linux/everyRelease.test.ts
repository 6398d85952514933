import { describe, expect, it } from 'vitest';
import { badnessTable } from '../../views/processes.ts';
import type { PolicyId } from '../ids.ts';
import { facts, killed, results, run } from '../testing.ts';
import { linuxPolicy } from './kernel.ts';

const MODERN = ['linux-4.9', 'linux-5.4', 'linux-6.1'] as const;

describe('the margin for root', () => {
  const limitOf = (policy: PolicyId, cap: string): number | null => {
    const script = `spawn a 1000\n${cap}\nmmap a r 4G rw private`;
    return facts(run(policy, script, { 'vm/overcommit_memory': '2' }), 'ChargeDecided').at(-1)?.limit ?? null;
  };

  it.each(MODERN)('[KL-24] goes by CAP_SYS_ADMIN and not by the uid in %s', (policy) => {
    const [user, admin] = [limitOf(policy, ''), limitOf(policy, 'cap a +CAP_SYS_ADMIN')];
    expect(admin).toBeGreaterThan(user ?? 0);
    const root = (cap: string) =>
      facts(
        run(policy, `spawn a 0\n${cap}\nmmap a r 4G rw private`, { 'vm/overcommit_memory': '2' }),
        'ChargeDecided',
      ).at(-1)?.limit;
    expect(root('')).toBe(admin);
    expect(root('cap a -CAP_SYS_ADMIN')).toBe(user);
  });
});

describe('a vfork child', () => {
  const exempt = (policy: PolicyId, script: string) =>
    badnessTable(run(policy, script).machine).find((c) => c.process === 'b')?.exempt;

  it.each(MODERN)('[KL-21] cannot be chosen while its parent lives, and can once that is dead, in %s', (policy) => {
    const family = 'spawn a 1000\nmmap a h 60M rw private\ntouch a h\nvfork a b';
    expect(exempt(policy, family)).toBe('runs in the memory of its vfork parent');
    expect(exempt(policy, `${family}\nkill a KILL`)).toBeUndefined();
  });

  it('[KL-21] is like any other before 4.8', () => {
    expect(exempt('linux-3.10', 'spawn a 1000\nvfork a b')).toBeUndefined();
  });
});

const FULL = '#mem 128M\nspawn a 1000\nmmap a r 60M rw private\nspawn b 1001\nmmap b r 50M rw private';
const ASKS = { 'vm/oom_kill_allocating_task': '1' };

describe('oom_kill_allocating_task', () => {
  it('[KL-11] kills all that share the memory of who asked', () => {
    const script = `${FULL}\ntouch a r 0 60M w\nvfork b c\ntouch c r 0 50M w`;
    for (const policy of MODERN) expect(killed(run(policy, script, ASKS)).sort(), policy).toEqual(['b', 'c']);
  });

  it('[KL-11] up to 5.1 a child of who asked dies in its place', () => {
    const script = `#mem 128M\nspawn a 1000\nmmap a r 60M rw private\nspawn b 1001\nfork b c\nmmap b r 50M rw private\ntouch a r 0 60M w\ntouch b r 0 50M w`;
    const [early] = facts(run('linux-4.9', script, ASKS), 'VictimChosen');
    expect(early).toMatchObject({
      victim: { process: 'c' },
      insteadOf: { process: 'b' },
      how: 'asker',
      runnerUp: null,
    });
    const [late] = facts(run('linux-5.4', script, ASKS), 'VictimChosen');
    expect(late).toMatchObject({ victim: { process: 'b' }, how: 'asker', rule: 'KL-11', runnerUp: null });
  });
});

describe('control groups', () => {
  const GROUPED = `#mem 256M
cgroup g
cgset g memory.max 40M
spawn a 1000
mmap a r 60M rw private
cgjoin a g`;

  it.each(MODERN)('[KL-22] a process outside the group that shares the victim’s memory dies too, in %s', (policy) => {
    const script = `#mem 256M
cgroup g
cgset g memory.max 60M
cgroup h
spawn a 1000
cgjoin a g
mmap a r 40M rw private
touch a r
vfork a b
cgjoin b h
spawn c 1001
cgjoin c g
mmap c r 40M rw private
touch c r`;
    expect(killed(run(policy, script))).toEqual(['a', 'b']);
  });

  it('[KL-10] tells that no process in the group can be killed from 4.19 on, and goes on', () => {
    const script = `${GROUPED}\noom_score_adj a -1000\ntouch a r 0 60M w`;
    const said = (policy: PolicyId) => facts(run(policy, script), 'KernelSaid').flatMap((f) => f.lines);
    expect(said('linux-6.1')).toEqual(['Out of memory and no killable processes...']);
    expect(said('linux-4.9')).toEqual([]);
    expect(results(run('linux-6.1', script)).at(-1)).toBe('EAGAIN');
  });

  it('[KL-28] locked memory and RLIMIT_DATA are limited as each release does', () => {
    const lock = (policy: PolicyId) => results(run(policy, 'spawn a 1000\nmmap a m 1M rw private,locked')).at(-1);
    expect([lock('linux-5.15'), lock('linux-5.16'), lock('linux-6.1')]).toEqual(['EAGAIN', 'ok', 'ok']);
    const data = (policy: PolicyId) =>
      results(run(policy, 'spawn a 1000\nrlimit a data 8M\nmmap a m 9M rw private\nbrk a 9M +')).slice(-2);
    expect([data('linux-4.6'), data('linux-4.7')]).toEqual([
      ['ok', 'ENOMEM'],
      ['ENOMEM', 'ENOMEM'],
    ]);
  });

  it('[KL-12] memory.oom.group names every process it ends, in 5.4 and 6.1', () => {
    const script = `${GROUPED}\ncgset g memory.oom.group 1\nspawn b 1000\ncgjoin b g\ntouch a r 0 60M w`;
    for (const policy of ['linux-5.4', 'linux-6.1'] as const) {
      const ran = run(policy, script);
      expect(killed(ran), policy).toEqual(['a', 'b']);
      const lines = facts(ran, 'KernelSaid').flatMap((f) => f.lines);
      expect(lines).toContain('Tasks in /g are going to be killed due to memory.oom.group set');
      // The first victim, and then every member, it among them.
      const names = lines.flatMap(
        (line) => /^Memory cgroup out of memory: Killed process \d+ \((\w+)\)/.exec(line)?.[1] ?? [],
      );
      expect(names).toEqual(['a', 'a', 'b']);
    }
  });

  it('[SCORE-3] an oom_score is held against the machine, whatever ran out', () => {
    const script = `${GROUPED}\ntouch a r 0 60M w`;
    const [choice] = facts(run('linux-6.1', script), 'VictimChosen');
    // 40 MiB are all of the group and a sixth of the machine.
    expect(choice?.candidates[0]?.oomScore).toBeLessThan(790);
    expect(choice?.candidates[0]?.oomScore).toBeGreaterThan(666);
  });
});

describe('how a victim was chosen', () => {
  it('[KRN-15] is a field of the fact', () => {
    const script = `${FULL}\ntouch a r 0 60M w\ntouch b r 0 50M w`;
    const how = (policy: PolicyId, settings: Record<string, string> = {}) =>
      facts(run(policy, script, settings), 'VictimChosen')[0]?.how;
    expect(how('linux-6.1')).toBe('points');
    expect(how('linux-6.1', ASKS)).toBe('asker');
    expect(how('openbsd')).toBe('asker');
    expect(how('aix-late')).toBe('points');
  });
});

describe('panic_on_oom', () => {
  it('[KL-26] words the panic as the release does, and leaves groups alone unless it is 2', () => {
    const full = `${FULL}\ntouch a r 0 60M w\ntouch b r 0 50M w`;
    const panic = (policy: PolicyId, value: string) => run(policy, full, { 'vm/panic_on_oom': value }).machine.panic;
    expect(panic('linux-2.6.32', '1')).toBe('out of memory. panic_on_oom is selected');
    for (const policy of ['linux-3.10', ...MODERN] as const) {
      expect(panic(policy, '1'), policy).toBe('Out of memory: system-wide panic_on_oom is enabled');
      expect(panic(policy, '2'), policy).toBe('Out of memory: compulsory panic_on_oom is enabled');
      const grouped =
        '#mem 256M\ncgroup g\ncgset g memory.max 40M\nspawn a 1000\ncgjoin a g\nmmap a r 60M rw private\ntouch a r 0 60M w';
      expect(run(policy, grouped, { 'vm/panic_on_oom': '1' }).machine.panic, policy).toBeNull();
      expect(run(policy, grouped, { 'vm/panic_on_oom': '2' }).machine.panic, policy).not.toBeNull();
    }
  });
});

describe('releases between the named ones', () => {
  const kernel = (release: string) => linuxPolicy({ id: 'linux-2.4', release, name: '', summary: '' });

  it('[KL-23] 2.4.23 and 2.4.24 choose no victim: the process that needs the page dies', () => {
    const { machine } = run('linux-2.4', FULL);
    const requester = machine.processes.find((p) => p.name === 'b');
    if (!requester) return expect.fail('b lives');
    const shortage = { requester, call: 'touch', group: null, pages: machine.ramPages, ownChoice: () => null };
    for (const release of ['2.4.11', '2.4.23', '2.4.24']) {
      expect(kernel(release).shortageResponse(machine, shortage)).toMatchObject({
        outcome: 'kill',
        how: 'asker',
        victim: { process: 'b' },
        lines: ['VM: killing process b'],
      });
      expect(kernel(release)).toMatchObject({ onShortage: 'kill-faulter' });
    }
    expect(kernel('2.4.25').shortageResponse(machine, shortage)).toMatchObject({ victim: { process: 'a' } });
  });

  it('[KL-25] the marks are the recorded machine’s from 6.1 on', () => {
    expect(kernel('6.0').watermarks?.(65_536)).toEqual({ min: 512, low: 640, high: 768 });
    expect([kernel('6.0').boostsWatermarks, kernel('6.1').boostsWatermarks]).toEqual([false, true]);
    expect(kernel('6.1').watermarks).toBeUndefined();
  });

  it('[KL-7] before 2.4.14 the killer waits for swap only', () => {
    const { machine } = run('linux-2.4', FULL);
    const [requester] = machine.processes;
    if (!requester) return expect.fail('a lives');
    const shortage = { requester, call: 'touch', group: null, pages: machine.ramPages, ownChoice: () => null };
    expect(kernel('2.4.13').shortageResponse(machine, shortage).waited).toBeUndefined();
    expect(kernel('2.4.14').shortageResponse(machine, shortage).waited?.milliseconds).toBeGreaterThan(1000);
  });
});
