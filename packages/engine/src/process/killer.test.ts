import { expect, it } from 'vitest';
import { WRITEBACK_PAGES } from '../calibration.ts';
import { badnessTable, execute, procFile } from '../index.ts';
import { factsOf, lab } from '../testLab.ts';

const CLASS_OF_TWO = `sysctl vm/overcommit_memory 0
spawn db 1000
mmap db pool 110M rw private
touch db pool 0 110M w
fork db bgsave
touch bgsave pool 0 60M w
spawn web 1001
mmap web cache 200M rw private
touch web cache 1M 49M w`;

it('[OOM-1] kills the one with most points and lets the requester go on', () => {
  const { run } = lab(CLASS_OF_TWO);
  const { facts, result } = run('touch web cache 50M 10M w');
  const [choice] = factsOf(facts, 'VictimChosen');
  expect(result).toBe('ok');
  expect(choice?.victim.process).toBe('db');
  expect(choice?.candidates.map((c) => c.process)).toEqual(['db', 'bgsave', 'web']);
  expect(choice?.runnerUp).toMatchObject({ process: 'bgsave' });
  expect(factsOf(facts, 'ProcessEnded')).toMatchObject([{ process: 'db', cause: 'oom-kill', status: 9 }]);
});

it('[OOM-1] of equals the youngest dies', () => {
  const { m } = lab('spawn a 1000\nspawn b 1000\nspawn c 1000');
  expect(badnessTable(m).map((c) => c.process)).toEqual(['c', 'b', 'a']);
});

it('[OOM-2] the terms add up to the points', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 30M rw private\ntouch a h');
  run('oom_score_adj a 300');
  for (const c of badnessTable(m)) expect(c.terms.reduce((sum, term) => sum + term.value, 0)).toBe(c.points);
  expect(badnessTable(m)[0]?.terms.at(-1)?.value).toBe(300 * 61);
});

it('[OOM-3] oom_score of an idle process is 668, of one with adjustment -1000 it is 0', () => {
  const { m, run } = lab('spawn a 1000');
  expect(procFile(m, m.processes[0]?.pid ?? 0, 'oom_score')).toBe('668');
  run('oom_score_adj a -1000');
  expect(procFile(m, m.processes[0]?.pid ?? 0, 'oom_score')).toBe('0');
});

it('[OOM-4] a vfork child is exempt and dies with its parent', () => {
  const { run } = lab(
    'spawn a 1000\nmmap a h 220M rw private\ntouch a h 0 200M w\nvfork a b\nspawn c 1001\nmmap c h 60M rw private',
  );
  const { facts } = run('touch c h');
  const [choice] = factsOf(facts, 'VictimChosen');
  expect(choice?.candidates.find((c) => c.process === 'b')?.exempt).toBeDefined();
  expect(factsOf(facts, 'ProcessEnded').map((f) => f.process)).toEqual(['a', 'b']);
});

it('[OOM-5] oom_kill_allocating_task ends the requester, panic_on_oom the machine', () => {
  const first = lab(`${CLASS_OF_TWO}\nsysctl vm/oom_kill_allocating_task 1`);
  expect(first.run('touch web cache 50M 10M w').result).toBe('killed');
  const second = lab(`${CLASS_OF_TWO}\nsysctl vm/panic_on_oom 1`);
  second.run('touch web cache 50M 10M w');
  expect(second.m.panic).toContain('panic_on_oom');
  expect(execute(second.m, { verb: 'tick', count: 1 }, 'script')).toMatchObject({ ok: false });
});

it('[OOM-6] words the report as 5.4 to 6.12 do', () => {
  const { run } = lab(CLASS_OF_TWO);
  const lines = factsOf(run('touch web cache 50M 10M w').facts, 'KernelSaid').flatMap((fact) => fact.lines);
  expect(lines.some((line) => line.startsWith('web invoked oom-killer: gfp_mask='))).toBe(true);
  const last = lines.find((line) => line.includes('Killed process'));
  expect(last).toMatch(
    /^Out of memory: Killed process \d+ \(db\) total-vm:114064kB, anon-rss:1126\d\dkB, file-rss:688kB, shmem-rss:0kB, UID:1000 pgtables:\d+kB oom_score_adj:0$/,
  );
});

it('[CG-4] at its limit a group kills among its own', () => {
  const { run } = lab(
    'cgroup g\ncgset g memory.max 60M\nspawn a 1000\nspawn big 1001\ncgjoin a g\nmmap big h 100M rw private\ntouch big h\nmmap a h 100M rw private',
  );
  const { facts, result } = run('touch a h');
  expect(result).toBe('killed');
  expect(factsOf(facts, 'VictimChosen')[0]).toMatchObject({ scope: { cgroup: 'g' }, victim: { process: 'a' } });
});

it('[CG-5] memory.oom.group ends the whole group but for -1000', () => {
  const { run } = lab(
    'cgroup g\ncgset g memory.max 60M\ncgset g memory.oom.group 1\nspawn a 1000\nspawn b 1000\nspawn c 1000\ncgjoin a g\ncgjoin b g\ncgjoin c g\noom_score_adj c -1000\nmmap a h 100M rw private',
  );
  expect(factsOf(run('touch a h').facts, 'ProcessEnded').map((f) => f.process)).toEqual(['a', 'b']);
});

it('[CG-1] [CG-2] [CG-3] groups are made, set and joined by root', () => {
  const { m, run } = lab('spawn a 1000');
  expect(run('cgroup g').result).toBe('ok');
  expect(run('cgroup g').result).toBe('EEXIST');
  expect(run('cgset g memory.max 10M').result).toBe('ok');
  expect(run('cgset h memory.max 10M').result).toBe('ENOENT');
  expect(run('cgjoin a g').result).toBe('ok');
  expect(m.groups[0]).toMatchObject({ max: 2560, usage: 0 });
});

it('[CG-6] above memory.high a group swaps its own, and nobody dies', () => {
  const { m, run } = lab(
    '#swap 64M\ncgroup g\ncgset g memory.high 30M\nspawn a 1000\ncgjoin a g\nmmap a h 60M rw private',
  );
  expect(run('touch a h').result).toBe('ok');
  expect(m.groups[0]?.usage).toBeLessThan(31 * 256);
  expect(m.slots.length).toBeGreaterThan(0);
});

it('[CG-7] with nobody to kill in the group, the one who needs memory waits and the machine goes on', () => {
  const { m, run } = lab(
    'cgroup g\ncgset g memory.max 20M\nspawn a 1000\noom_score_adj a -1000\ncgjoin a g\nmmap a h 40M rw private',
  );
  run('touch a h');
  expect(m.panic).toBeNull();
  expect(run('spawn b 1000').result).toBe('ok');
});

it('[OOM-7] its owner raises an adjustment and lowers it to what root last set', () => {
  const { m } = lab('spawn a 1000');
  execute(m, { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' }, 'system');
  const set = (actor: string, process: string, value: number): string => {
    const done = execute(m, { verb: 'oom_score_adj', process, value }, actor);
    return done.ok ? (factsOf(done.facts, 'Answered')[0]?.result ?? '') : done.rejection.code;
  };
  expect([set('ana', 'a', -1), set('ana', 'a', 500), set('ana', 'a', 0)]).toEqual(['EACCES', 'ok', 'ok']);
  expect([set('script', 'a', -300), set('ana', 'a', 700), set('ana', 'a', -300)]).toEqual(['ok', 'ok', 'ok']);
  expect(set('ana', 'a', -301)).toBe('EACCES');
  expect(set('script', 'a', 200)).toBe('ok');
  expect(set('ana', 'a', 100)).toBe('EACCES');
  execute(m, { verb: 'fork', parent: 'a', child: 'b' }, 'ana');
  expect([set('ana', 'b', 100), set('ana', 'b', 200), set('script', 'b', -1001)]).toEqual(['EACCES', 'ok', 'EINVAL']);
});

it('[KRN-7] the old oom_adj knows no floor: its owner may only raise, and root sets none by it', () => {
  const { m } = lab('spawn a 1000');
  execute(m, { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' }, 'system');
  const set = (verb: 'oom_adj' | 'oom_score_adj', actor: string, value: number): string => {
    const done = execute(m, { verb, process: 'a', value }, actor);
    return done.ok ? (factsOf(done.facts, 'Answered')[0]?.result ?? '') : done.rejection.code;
  };
  expect([set('oom_adj', 'ana', 8), set('oom_adj', 'ana', 4)]).toEqual(['ok', 'EACCES']);
  expect([set('oom_adj', 'script', -8), set('oom_score_adj', 'ana', -1)]).toEqual(['ok', 'EACCES']);
  expect([set('oom_score_adj', 'ana', 0), set('oom_adj', 'script', 10)]).toEqual(['ok', 'ok']);
  expect([set('oom_score_adj', 'ana', 0), set('oom_adj', 'ana', -1)]).toEqual(['ok', 'EACCES']);
});

it('[OOM-4] a vfork child whose parent was killed is like any other', () => {
  const { m, run } = lab('spawn a 1000\nmmap a h 60M rw private\ntouch a h\nvfork a b');
  const scoreOfB = () => badnessTable(m).find((c) => c.process === 'b');
  expect(scoreOfB()?.exempt).toBeDefined();
  run('kill a 9');
  expect(scoreOfB()).toMatchObject({ oomScore: expect.any(Number) });
  expect(scoreOfB()?.exempt).toBeUndefined();
});

const FULL_GROUP = `cgroup g
cgset g memory.max 60M
spawn a 1000
spawn big 1001
cgjoin a g
cgjoin big g
mmap big h 50M rw private
touch big h 0 45M w
mmap a h 100M rw private`;

it('[OOM-5] oom_kill_allocating_task does not concern groups', () => {
  const { run } = lab(`${FULL_GROUP}\nsysctl vm/oom_kill_allocating_task 1`);
  const { facts, result } = run('touch a h 0 20M w');
  expect(result).toBe('ok');
  expect(factsOf(facts, 'VictimChosen')[0]?.victim.process).toBe('big');
});

it('[CG-5] takes the whole group of a victim also where the machine ran out', () => {
  const { run } = lab(
    'cgroup g\ncgset g memory.oom.group 1\nspawn a 1000\nspawn b 1000\nspawn safe 1000\nspawn out 1001\ncgjoin a g\ncgjoin b g\ncgjoin safe g\noom_score_adj safe -1000\nmmap a h 150M rw private\ntouch a h\nmmap out h 120M rw private',
  );
  const { facts, result } = run('touch out h');
  expect(result).toBe('ok');
  expect(factsOf(facts, 'ProcessEnded').map((f) => f.process)).toEqual(['a', 'b']);
});

it('[CG-8] a limit below what the group holds is enforced at once', () => {
  const { m, run } = lab(FULL_GROUP);
  run('touch a h 0 5M w');
  const { facts, result } = run('cgset g memory.max 20M');
  expect(result).toBe('ok');
  expect(factsOf(facts, 'ProcessEnded').map((f) => f.process)).toEqual(['big']);
  expect(m.groups[0]?.usage).toBeLessThan(20 * 256);
  expect(run('cgset g memory.max 0').facts.some((f) => f.type === 'ProcessEnded')).toBe(true);
});

it('[CG-8] memory.high below it swaps out and kills nobody', () => {
  const { m, run } = lab(`#swap 64M\n${FULL_GROUP}`);
  const { facts } = run('cgset g memory.high 20M');
  expect(factsOf(facts, 'ProcessEnded')).toEqual([]);
  expect(m.groups[0]?.usage).toBeLessThanOrEqual(20 * 256);
});

it('[CG-10] a shortage elsewhere leaves a group what memory.min keeps for it, and memory.low while others have something', () => {
  const swapped = (setting: string, more: string): number => {
    const lines = `#mem 128M\n#swap 128M\ncgroup g\n${setting}spawn kept 1000\ncgjoin kept g\nmmap kept h 20M rw private\ntouch kept h`;
    const { m, run } = lab(`${lines}\nspawn big 1001\nmmap big h 200M rw private`);
    expect(run(more).result).toBe('ok');
    return m.groups[0]?.swapUsage ?? 0;
  };
  expect(swapped('', 'touch big h 0 100M w')).toBeGreaterThan(4000);
  expect(swapped('cgset g memory.low 24M\n', 'touch big h 0 100M w')).toBe(0);
  expect(swapped('cgset g memory.min max\n', 'touch big h 0 160M w')).toBe(0);
  // Half of it may go, and at most so many pages more are on their way and still in memory.
  expect(swapped('cgset g memory.min 10M\n', 'touch big h 0 100M w')).toBeLessThan(2600 + WRITEBACK_PAGES);
  // Locked memory gives nothing: then the group's own share goes, but not below memory.min.
  const locked = 'spawn root 0\nmmap root l 88M rw private,locked';
  expect(swapped('cgset g memory.low 24M\n', locked)).toBeGreaterThan(1000);
});

it('[CG-2] sizes are those of the language, and zswap has a limit that is never reached', () => {
  const { m, run } = lab('cgroup g');
  expect(run('cgset g memory.max 4833P').result).toBe('ok');
  expect(m.groups[0]?.max).toBe(4833);
  expect(run('cgset g memory.zswap.max 4M').result).toBe('ok');
  expect(run('cgset g memory.low -1').result).toBe('EINVAL');
});

it('[CG-9] an adjustment inside a group counts against its limit and its swap', () => {
  const { run } = lab(`#swap 64M\n${FULL_GROUP}\ncgset g memory.swap.max 0\noom_score_adj a 500`);
  const adjOf = (lines: string) =>
    factsOf(run(lines).facts, 'VictimChosen')[0]
      ?.candidates.find((c) => c.process === 'a')
      ?.terms.find((term) => term.label === 'oom_score_adj')?.value;
  expect(adjOf('touch a h 0 20M w')).toBe(500 * Math.floor((60 * 256) / 1000));
  const roomy = lab(`#swap 64M\n${FULL_GROUP}\ncgset g memory.swap.max 1M\noom_score_adj a 500`);
  const [choice] = factsOf(roomy.run('touch a h 0 30M w').facts, 'VictimChosen');
  const term = choice?.candidates.find((c) => c.process === 'a')?.terms.find((t) => t.label === 'oom_score_adj');
  expect(term?.value).toBe(500 * Math.floor((61 * 256) / 1000));
});
