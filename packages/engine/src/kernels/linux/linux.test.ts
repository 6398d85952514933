import { describe, expect, it } from 'vitest';
import { nextVictim } from '../../views/margin.ts';
import { badnessTable } from '../../views/processes.ts';
import type { PolicyId } from '../ids.ts';
import { policyOf } from '../registry.ts';
import { facts, killed, processOf, results, run } from '../testing.ts';

/** A desktop of 128 MiB: the browser maps most and touches little, the compiler touches all that it maps. */
const DESKTOP = `#mem 128M
spawn x 0
mmap x fb 8M rw private
touch x fb 0 8M w
spawn netscape 1000
mmap netscape heap 80M rw private
spawn cc1 1001
mmap cc1 ast 70M rw private
touch netscape heap 0 25M w
touch cc1 ast 0 70M w`;

const OLD: PolicyId[] = ['linux-2.4', 'linux-2.6.11', 'linux-2.6.32'];

describe('promises', () => {
  it('KL-1 holds a request in mode 0 against what the release looks at', () => {
    const limits = (['linux-2.4', 'linux-2.6.11', 'linux-2.6.32', 'linux-3.10', 'linux-5.4'] as const).map((id) => {
      const ran = run(id, 'spawn a 1000\nmmap a r 4G rw private');
      const refusal = facts(ran, 'ChargeDecided').find((f) => !f.isGranted);
      return [refusal?.rule, (refusal?.limit ?? 0) - ran.machine.freeFrames];
    });
    const { machine } = run('linux-5.4', 'spawn a 1000\nmmap a r 0 rw private');
    expect(limits).toEqual([
      ['VM-2', 207],
      // less 1/32 of 207 and of the free pages
      ['VM-3', 207 - 6 - 1805],
      ['VM-4', 207 - 6 - 744 - 1782],
      // less totalreserve and admin_reserve_kbytes / 4
      ['VM-5', 207 - 744 - 1912],
      ['VM-6', machine.ramPages - machine.freeFrames],
    ]);
  });

  it('KL-1 counts every request in mode 2, less the margins of the release', () => {
    const script = 'spawn a 1000\nmmap a r 4G rw private';
    const labels = (id: PolicyId): string[] =>
      facts(run(id, script, { 'vm/overcommit_memory': '2' }), 'ChargeDecided')
        .find((f) => !f.isGranted)
        ?.terms?.map((t) => t.label) ?? [];
    expect(labels('linux-2.6.11')).toEqual(['RAM × 50 %', 'swap', 'reserve for root', 'reserve for other processes']);
    expect(labels('linux-5.4')).toEqual(['RAM × 50 %', 'swap', 'reserve for root', 'reserve for other processes']);
    expect(labels('linux-2.4')).toEqual([]);
  });

  it('KL-2 never refuses fork in 2.4, however little is left', () => {
    const script = '#mem 128M\nspawn a 1000\nmmap a r 70M rw private\ntouch a r 0 70M w\nfork a b\nfork a c\nfork a d';
    expect(results(run('linux-2.4', script)).slice(3)).toEqual(['ok', 'ok', 'ok']);
    expect(results(run('linux-2.6.32', script)).slice(3)).toEqual(['ENOMEM', 'ENOMEM', 'ENOMEM']);
  });

  it('KL-2 does not hold mprotect against anything in 2.4', () => {
    const script = '#mem 128M\nspawn a 1000\nmmap a r 200M r private\nmprotect a r rw';
    expect(results(run('linux-2.4', script))).toEqual(['ok', 'ok', 'ok']);
    expect(results(run('linux-3.10', script))).toEqual(['ok', 'ok', 'ENOMEM']);
  });

  it('KL-3 has a CommitLimit from 2.6 on; 2.4 shows what mode 0 compares', () => {
    const { machine } = run('linux-2.4', '#mem 128M\n#swap 64M\nspawn a 1000');
    expect(policyOf('linux-2.4').commitLimit(machine)).toBe(machine.freeFrames + 207 + 16383);
    // The ratio is 50 by default.
    expect(policyOf('linux-2.6.11').commitLimit(machine)).toBe(Math.floor(machine.ramPages / 2) + 16383);
  });

  it('KL-16 honours MAP_NORESERVE in 2.4 always, later unless mode 2 is set', () => {
    const script = '#mem 128M\nspawn a 1000\nmmap a r 1G rw private,noreserve';
    const strict = { 'vm/overcommit_memory': '2' };
    expect(results(run('linux-2.4', script, strict)).at(-1)).toBe('ok');
    expect(results(run('linux-2.6.11', script)).at(-1)).toBe('ok');
    expect(results(run('linux-2.6.11', script, strict)).at(-1)).toBe('ENOMEM');
  });

  it('KL-15 answers ENOENT for a tunable of a later release', () => {
    const script =
      'sysctl vm/overcommit_ratio 60\nsysctl vm/panic_on_oom 1\nsysctl vm/overcommit_kbytes 5000\nsysctl vm/admin_reserve_kbytes 0';
    expect(results(run('linux-2.4', script))).toEqual(['ENOENT', 'ENOENT', 'ENOENT', 'ENOENT']);
    expect(results(run('linux-2.6.11', script))).toEqual(['ok', 'ENOENT', 'ENOENT', 'ENOENT']);
    expect(results(run('linux-3.10', script))).toEqual(['ok', 'ok', 'ENOENT', 'ok']);
    expect(results(run('linux-5.4', script))).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  it('KL-20 maps the zero page for a read in all these releases', () => {
    for (const id of [...OLD, 'linux-5.4'] as const) {
      const ran = run(id, '#mem 128M\nspawn a 1000\nmmap a r 40M rw private\ntouch a r 0 40M r');
      expect(facts(ran, 'ZeroMapped').length, id).toBe(1);
    }
  });
});

describe('points', () => {
  it('KL-4 weighs the address space up to 2.6.35 and what is held later', () => {
    const first = (id: PolicyId) =>
      nextVictim(run('linux-6.1', DESKTOP.replace('0 70M w', '0 50M w')).machine, id)?.victim.process;
    expect(OLD.map(first)).toEqual(['netscape', 'netscape', 'netscape']);
    expect((['linux-3.10', 'linux-4.9', 'linux-5.4', 'linux-6.1'] as const).map(first)).toEqual([
      'cc1',
      'cc1',
      'cc1',
      'cc1',
    ]);
  });

  it('KL-4 lets the browser die under 2.4 although the compiler asked for the last page; under 6.1 the compiler', () => {
    expect(killed(run('linux-2.4', DESKTOP))).toEqual(['netscape']);
    expect(killed(run('linux-6.1', DESKTOP))).toEqual(['cc1']);
  });

  it('KL-4 divides by the square roots of processor time and age, and quarters root twice (root holds CAP_SYS_RAWIO)', () => {
    const ran = run('linux-2.4', 'spawn a 1000\nspawn r 0\nspawn n 1000\nnice n 5\nspawn busy 1000');
    processOf(ran, 'busy').traits.cpuJiffies = 6000;
    // 356 pages each; 60 s of processor time are 5 units, of which the rough root is 2.
    expect(badnessTable(ran.machine).map((c) => [c.process, c.points])).toEqual([
      ['n', 712],
      ['a', 356],
      ['busy', 178],
      ['r', 22],
    ]);
  });

  it('KL-4 counts children against their parent in 2.6: all of them in .11, half and one page in .32', () => {
    const ran = run('linux-6.1', 'spawn p 1000\nfork p c1\nfork p c2');
    const points = (id: PolicyId) => badnessTable(ran.machine, id).find((c) => c.process === 'p')?.points;
    expect(points('linux-2.6.11')).toBe(356 * 3);
    expect(points('linux-2.6.32')).toBe(356 + 2 * 179);
  });

  it('KL-5 counts the lowest page tables only before 4.0', () => {
    const ran = run('linux-6.1', 'spawn a 1000');
    const terms = (id: PolicyId) =>
      badnessTable(ran.machine, id)[0]?.terms.find((t) => t.label === 'page tables')?.value ?? 0;
    const space = ran.machine.spaces[0];
    const upper = space?.upperTables.reduce((sum, run) => sum + run.count, 0) ?? 0;
    expect(terms('linux-4.9') - terms('linux-3.10')).toBe(upper);
  });

  it('KL-6 names who cannot be chosen', () => {
    const exempt = (id: PolicyId, line: string) => badnessTable(run(id, `spawn a 1000\n${line}`).machine)[0]?.exempt;
    expect(exempt('linux-2.6.32', 'oom_adj a -17')).toBe('oom_adj is -17');
    expect(exempt('linux-2.6.11', 'oom_adj a -17')).toBeUndefined();
    expect(exempt('linux-5.4', 'oom_score_adj a -1000')).toBe('oom_score_adj is -1000');
  });
});

const FULL = `#mem 128M
spawn a 1000
mmap a r 60M rw private
spawn b 1001
mmap b r 50M rw private
touch a r 0 60M w
touch b r 0 50M w`;

describe('striking', () => {
  it('KL-7 waits in 2.4 until ten calls have failed, over a second: 1.9 s with a call each tenth', () => {
    expect(facts(run('linux-2.4', FULL), 'Waited').map((f) => f.milliseconds)).toEqual([1900]);
    expect(facts(run('linux-2.6.11', FULL), 'Waited')).toEqual([]);
  });

  it('KL-7 rests five seconds after a kill', () => {
    const script = `${FULL}\nspawn c 1001\nmmap c r 50M rw private\ntouch c r 0 50M w`;
    const waits = facts(run('linux-2.4', script), 'Waited').map((f) => f.milliseconds);
    expect(waits).toEqual([1900, 5000]);
  });

  it('KL-8 remembers the time slept: the old clock runs on inside a command', () => {
    expect(run('linux-2.4', FULL).machine.killer).toMatchObject({ sleptJiffies: 190, gateLastKill: 6190 });
  });

  it('KL-7 never kills in 2.4 while a swap slot is free: whoever needs the page sleeps', () => {
    const script =
      '#mem 128M\n#swap 64M\nspawn a 0\nmmap a r 105M rw private,locked\nmmap a s 40M rw private\ntouch a s 0 40M w';
    const ran = run('linux-2.4', script);
    expect(killed(ran)).toEqual([]);
    expect(results(ran).at(-1)).toBe('EAGAIN');
  });

  it('KL-9 kills the first child in its parent’s place in 2.6.32, the worst in 3.10 and 4.9, none in 5.4', () => {
    const family = `#mem 256M
sysctl vm/overcommit_memory 1
spawn p 1000
mmap p big 90M rw private
touch p big 0 90M w
fork p c1
mmap c1 own 20M rw private
touch c1 own 0 20M w
fork p c2
mmap c2 own 200M rw private
touch c2 own 0 60M w
spawn q 1001
mmap q r 80M rw private
touch q r 0 80M w`;
    const fate = (id: PolicyId) => {
      const [choice] = facts(run(id, family), 'VictimChosen');
      return [choice?.insteadOf?.process ?? null, choice?.victim.process];
    };
    expect(fate('linux-2.4')).toEqual([null, 'c2']);
    expect(fate('linux-2.6.32')).toEqual(['p', 'c1']);
    expect(fate('linux-3.10')).toEqual([null, 'c2']);
    expect(fate('linux-5.4')).toEqual([null, 'c2']);
  });

  it('KL-9 sacrifices the worst child when its parent comes first (3.10, 4.9), and nobody from 5.4 on', () => {
    const family =
      '#mem 256M\nsysctl vm/overcommit_memory 1\nspawn p 1000\nmmap p big 120M rw private\ntouch p big 0 120M w\nfork p c1\nfork p c2\nmmap c2 own 10M rw private\ntouch c2 own 0 10M w\nmmap p more 15M rw private\ntouch p more 0 15M w\nspawn q 1001\nmmap q r 110M rw private\ntouch q r 0 110M w';
    const fate = (id: PolicyId) => {
      const [choice] = facts(run(id, family), 'VictimChosen');
      return [choice?.insteadOf?.process ?? null, choice?.victim.process];
    };
    expect(fate('linux-3.10')).toEqual(['p', 'c2']);
    expect(fate('linux-4.9')).toEqual(['p', 'c2']);
    expect(fate('linux-5.4')).toEqual([null, 'p']);
  });

  it('KL-10 panics when nobody can be killed', () => {
    const ran = run('linux-5.4', FULL.replace('touch a', 'oom_score_adj a -1000\noom_score_adj b -1000\ntouch a'));
    expect(ran.machine.panic).toBe('System is deadlocked on memory');
    const old = run('linux-2.6.32', FULL.replace('touch a', 'oom_adj a -17\noom_adj b -17\ntouch a'));
    expect(old.machine.panic).toBe('Out of memory and no killable processes...');
  });

  it('KL-11 kills who asked, where oom_kill_allocating_task is set', () => {
    const ran = run('linux-5.4', FULL, { 'vm/oom_kill_allocating_task': '1' });
    expect(killed(ran)).toEqual(['b']);
    expect(facts(ran, 'VictimChosen')[0]?.rule).toBe('KL-11');
  });

  it('KL-12 kills the whole control group from 4.19 on', () => {
    const grouped =
      '#mem 256M\ncgroup g\ncgset g memory.max 40M\ncgset g memory.oom.group 1\nspawn a 1000\nspawn b 1000\ncgjoin a g\ncgjoin b g\nmmap b r 5M rw private\ntouch b r 0 5M w\nmmap a r 60M rw private\ntouch a r 0 60M w';
    expect(killed(run('linux-5.4', grouped)).sort()).toEqual(['a', 'b']);
    expect(killed(run('linux-4.9', grouped))).toEqual(['a']);
  });

  it('KL-13 words the report as the release does', () => {
    const said = (id: PolicyId) => facts(run(id, FULL), 'KernelSaid')[0]?.lines ?? [];
    expect(said('linux-2.4')).toEqual(['Out of Memory: Killed process 100 (a).']);
    expect(said('linux-2.6.11')[0]).toBe('oom-killer: gfp_mask=0xd2');
    expect(said('linux-2.6.32')[0]).toBe('b invoked oom-killer: gfp_mask=0x280da, order=0, oom_adj=0');
    expect(said('linux-3.10')).toContainEqual(
      expect.stringMatching(/^Out of memory: Kill process 100 \(a\) score \d+ or sacrifice child$/),
    );
    expect(said('linux-4.9')[0]).toContain(
      'gfp_mask=0x24280ca(GFP_HIGHUSER_MOVABLE|__GFP_ZERO), nodemask=(null),  order=0',
    );
    expect(said('linux-5.4').at(-2)).toMatch(
      /^Out of memory: Killed process 100 \(a\) total-vm:62864kB, .* UID:1000 pgtables:\d+kB oom_score_adj:0$/,
    );
  });

  it('KL-14 counts the machine in Mem-Info', () => {
    const ran = run('linux-2.6.32', FULL);
    const lines = facts(ran, 'KernelSaid')[0]?.lines ?? [];
    expect(lines).toContain(`${ran.machine.ramPages} pages RAM`);
    expect(lines).toContain('Total swap = 0kB');
  });

  it('KL-17 has no adjustment in 2.4, oom_adj from 2.6.11, both from 2.6.36', () => {
    const both = 'spawn a 1000\noom_adj a 3\noom_score_adj a 100';
    expect(results(run('linux-2.4', both))).toEqual(['ok', 'ENOSYS', 'ENOSYS']);
    expect(results(run('linux-2.6.32', both))).toEqual(['ok', 'ok', 'ENOSYS']);
    expect(results(run('linux-3.10', both))).toEqual(['ok', 'ok', 'ok']);
    const shifted = run('linux-2.6.32', 'spawn a 1000\noom_adj a 3');
    expect(badnessTable(shifted.machine)[0]?.points).toBe(356 * 8);
  });

  it('KL-18 leaves init out of the table: it is no process of the machine', () => {
    for (const id of OLD) {
      expect(badnessTable(run(id, 'spawn a 1000').machine).map((c) => c.process)).toEqual(['a']);
    }
  });

  it('KL-19 sends SIGTERM to a victim with CAP_SYS_RAWIO in 2.4, and it ends by that', () => {
    const ran = run(
      'linux-2.4',
      `${FULL.replace('touch a', 'cap a +CAP_SYS_RAWIO\nmmap a more 20M rw private\ntouch a')}`,
    );
    const script =
      '#mem 128M\nspawn a 1000\ncap a +CAP_SYS_RAWIO\nmmap a r 60M rw private\nmmap a s 60M rw private\ntouch a r 0 60M w\ntouch a s 0 60M w';
    expect(killed(ran)).toEqual(['b']);
    expect(facts(run('linux-2.4', script), 'ProcessEnded').map((f) => f.status)).toEqual([15]);
  });
});
