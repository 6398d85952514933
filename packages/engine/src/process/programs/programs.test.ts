import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Fact } from '../../index.ts';
import {
  bootScript,
  digest,
  execute,
  listProcesses,
  makeEntry,
  needsTicks,
  parseScript,
  replay,
  restFaults,
  violations,
} from '../../index.ts';
import { factsOf, lab } from '../../testLab.ts';
import { CALLS_PER_TICK, CALLS_PER_TURN } from './budget.ts';
import { openStream, type Stream } from './draw.ts';

const MIB = 256;
const pagesOf = (m: ReturnType<typeof lab>['m'], name: string) =>
  listProcesses(m).find((p) => p.name === name)?.anonPages ?? 0;
const namesOf = (m: ReturnType<typeof lab>['m']) => listProcesses(m).map((p) => p.name);

function rejected(line: string, under = lab('spawn a 1000')): { message: string; hint?: string } {
  const parsed = parseScript(line);
  if (!parsed.ok) throw new Error(line);
  const before = digest(under.m);
  const done = execute(under.m, parsed.steps[0]?.command as never, 'script');
  expect(digest(under.m)).toBe(before);
  if (done.ok) throw new Error(`${line} was carried out`);
  return done.rejection;
}

it('[PG-1] [PG-12] a program takes its turn at each tick until it is stopped', () => {
  const { m, run } = lab('spawn a 1000\nrun a leak step=2M\ntick 5');
  expect(pagesOf(m, 'a')).toBe(13 + 10 * MIB);
  expect(run('stop a').result).toBe('ok');
  run('tick 5');
  expect(pagesOf(m, 'a')).toBe(13 + 10 * MIB);
  expect(run('stop a').result).toBe('EINVAL');
  expect(run('run nobody leak').result).toBe('ESRCH');
});

it('[PG-2] a setting that a program does not know, or out of its range, is refused in words and makes no entry', () => {
  expect(rejected('run a leak speed=2M')).toEqual({
    code: 'BAD_LINE',
    message: '`leak` has no setting `speed`',
    hint: '`leak` takes step=1M.',
  });
  expect(rejected('run a cache size=100').message).toBe('`size=100`: `size` is a size from 4K to 64G');
  expect(rejected('run a build jobs=two').message).toBe('`jobs=two`: `jobs` is a whole number from 1 to 16');
  expect(rejected('run a idle x=1').hint).toBe('`idle` takes no settings.');
});

it('[PG-3] who has not acted for longest comes first, and every command is told before its facts', () => {
  const { run } = lab('spawn a 1000\nspawn b 1001\nrun b leak\nrun a leak');
  const { facts } = run('tick 1');
  expect(factsOf(facts, 'ProgramActed')).toMatchObject([
    { process: 'a', line: 'mmap a leak 1M rw private' },
    { process: 'a', line: 'touch a leak 1M' },
    { process: 'b', line: 'mmap b leak 1M rw private' },
    { process: 'b', line: 'touch b leak 1M' },
  ]);
  expect(facts.at(-1)?.type).toBe('Answered');
  expect(factsOf(facts, 'Answered')).toHaveLength(1);
});

describe('[PG-4] streams', () => {
  const numbers = (stream: Stream) => Array.from({ length: 20 }, () => stream.draw(1000));

  it('[PG-4] depend on the seed and on who draws, and go on where they were left', () => {
    const { m } = lab();
    const all = [...'abcd'].map((name) => numbers(openStream(m, name)).join());
    expect(new Set(all).size).toBe(4);
    expect(numbers(openStream(m, 'a')).join()).toBe(all[0]);
    expect(numbers(openStream(lab('#seed 2').m, 'a')).join()).not.toBe(all[0]);
    const stream = openStream(m, 'a');
    const first = numbers(stream);
    m.streams.a = stream.state() as number[];
    expect([...first, ...numbers(openStream(m, 'a'))]).toEqual(
      (() => {
        delete m.streams.a;
        const whole = openStream(m, 'a');
        return [...numbers(whole), ...numbers(whole)];
      })(),
    );
  });

  it('[PG-4] are forgotten with the process, and one program does not disturb another', () => {
    const alone = lab('spawn w 1000\nrun w browser\ntick 20');
    const both = lab('spawn w 1000\nspawn v 1001\nrun v browser\nrun w browser\ntick 20');
    expect(both.m.streams['program:w']).toEqual(alone.m.streams['program:w']);
    both.run('kill w SIGKILL');
    expect(Object.keys(both.m.streams)).toEqual(['program:v']);
  });
});

describe('[PG-5] budgets', () => {
  it('[PG-5] hold for a program and for the whole machine, and nobody starves', () => {
    const people = Array.from({ length: 40 }, (_, i) => `p${i}`);
    const loops = people.map((p) => `spawn ${p} 1000\nrun ${p} repeat 1000000; mprotect ${p} x rw; end`);
    const { run } = lab(loops.join('\n'));
    const seen = new Set<string>();
    for (let i = 0; i < 3; i++) {
      const acted = factsOf(run('tick').facts, 'ProgramActed');
      expect(acted).toHaveLength(CALLS_PER_TICK);
      for (const p of people)
        expect(acted.filter((f) => f.process === p).length % CALLS_PER_TURN, `${p} in tick ${i}`).toBe(0);
      for (const { process } of acted) seen.add(process);
    }
    expect(seen.size).toBe(people.length);
  });

  it('[PG-5] [PG-17] [LIM-3] a fork bomb meets EAGAIN, root’s too, and then costs next to nothing', () => {
    for (const [uid, most] of [
      [1000, 50],
      [0, 100],
    ] as const) {
      const { m, run } = lab(`spawn f ${uid}\nsysctl kernel/threads-max 100\nrun f forkbomb\ntick 12`);
      expect(listProcesses(m)).toHaveLength(most);
      const { facts } = run('tick');
      expect(facts.length).toBeLessThan(200);
      expect(new Set(factsOf(facts, 'ProgramRefused').map((f) => f.result))).toEqual(new Set(['EAGAIN']));
    }
  });
});

it('[PG-6] children are named after their family', () => {
  const { m } = lab('spawn a-long-name-15c 0\nspawn cc1 0\nrun cc1 build\nrun a-long-name-15c forkbomb\ntick 3');
  const names = namesOf(m);
  expect(names).toContain('cc1.1');
  expect(names).toContain('cc1.2');
  expect(names).toContain('a-long-name-1.1');
});

it('[PG-7] a call that is refused ends the turn; the program goes on in the next tick', () => {
  const { m, run } = lab('spawn a 0\nrlimit a as 4M\nrun a leak\ntick 5');
  const { facts } = run('tick');
  expect(factsOf(facts, 'ProgramActed')).toHaveLength(1);
  expect(factsOf(facts, 'ProgramRefused')).toMatchObject([{ process: 'a', result: 'ENOMEM' }]);
  run('rlimit a as 64M\ntick 2');
  expect(pagesOf(m, 'a')).toBeGreaterThan(13 + 3 * MIB);
});

it('[PG-8] a program ends with its process, and with exec; a sleeping process has no turn', () => {
  const { m, run } = lab('spawn a 1000\nspawn b 1000\nspawn c 1000\nrun a leak\nrun b leak\nrun c leak\ntick');
  run('kill a 9\nexec b\nvfork c d');
  const before = pagesOf(m, 'c');
  run('tick 3');
  expect(namesOf(m)).toEqual(['b', 'c', 'd']);
  expect(listProcesses(m).map((p) => p.program)).toEqual([null, 'leak', null]);
  expect(pagesOf(m, 'c')).toBe(before);
  run('exec d\ntick');
  expect(pagesOf(m, 'c')).toBe(before + MIB);
});

it('[PG-9] a machine needs ticks while a program runs', () => {
  const { m, run } = lab('spawn a 1000');
  expect(needsTicks(m)).toBe(false);
  run('run a idle');
  expect(needsTicks(m)).toBe(true);
  run('stop a');
  expect(needsTicks(m)).toBe(false);
  expect(run('tick 1000').facts).toEqual([
    { type: 'TickPassed', tick: 1000 },
    { type: 'Answered', result: 'ok' },
  ]);
});

it('[PG-10] a program acts as the owner of its process', () => {
  const { run } = lab('spawn a 1000\nspawn b 1001\nrun a repeat 1; kill b SIGKILL; swapoff; end');
  expect(factsOf(run('tick').facts, 'ProgramRefused')).toMatchObject([
    { line: 'kill b SIGKILL', result: 'EPERM' },
    { line: 'swapoff', result: 'EPERM' },
  ]);
});

it('[PG-11] idle does nothing', () => {
  const { run } = lab('spawn a 1000\nrun a idle');
  expect(run('tick').facts).toHaveLength(2);
});

it('[PG-13] a cache fills up, then reads somewhere', () => {
  const { m, run } = lab('spawn c 1000\nrun c cache size=8M step=4M reads=2M\ntick 2');
  expect(pagesOf(m, 'c')).toBe(13 + 8 * MIB);
  const lines = Array.from({ length: 12 }, () => factsOf(run('tick').facts, 'ProgramActed')[0]?.line);
  expect(new Set(lines)).toEqual(new Set(['0', '2M', '4M', '6M'].map((at) => `touch c cache ${at} 2M r`)));
  expect(pagesOf(m, 'c')).toBe(13 + 8 * MIB);
});

it('[PG-14] [PG-15] a db forks a child that writes part of its copy and exits, and asks for it', () => {
  const { m, run } = lab('spawn db 1000\nrun db db size=16M step=8M every=4\ntick 4');
  expect(listProcesses(m).map((p) => [p.name, p.program])).toEqual([
    ['db', 'db'],
    ['db.1', 'bgsave'],
  ]);
  const atFork = pagesOf(m, 'db.1');
  const lines = Array.from({ length: 7 }, () => factsOf(run('tick').facts, 'ProgramActed').map((f) => f.line)).flat();
  expect(lines.filter((line) => line.startsWith('touch db.1'))).toEqual(
    ['2M', '2M 2M w', '4M 2M w', '6M 2M w', '8M 2M w'].map((rest) => `touch db.1 pool ${rest}`),
  );
  expect(atFork).toBe(13 + 16 * MIB);
  expect(lines).toContain('exit db.1 0');
  expect(lines).toContain('wait db');
  expect(m.processes.some((p) => p.name === 'db.1')).toBe(false);
});

it('[PG-16] a shell forks, then execs; its commands live a short time', () => {
  const { m, run } = lab('spawn sh 1000\nrun sh shell every=2 life=1\ntick');
  expect(namesOf(m)).toEqual(['sh', 'sh.1']);
  run('tick 1');
  expect(namesOf(m)).toEqual(['sh']);
  run('tick 20');
  expect(m.processes.length).toBeLessThanOrEqual(3);
});

it('[PG-18] a browser takes tabs and drops some', () => {
  const { m, run } = lab('spawn w 1000\nrun w browser tabs=4 size=4M');
  const sizes = Array.from({ length: 60 }, () => {
    run('tick');
    return pagesOf(m, 'w');
  });
  expect(sizes.some((size, i) => size < (sizes[i - 1] ?? 0))).toBe(true);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(13 + 4 * 8 * MIB);
  expect(Math.max(...sizes)).toBeGreaterThan(13 + 8 * MIB);
});

it('[PG-19] a build keeps its jobs at work, each of 20 to 60 MiB for a few ticks', () => {
  const { m, run } = lab('#mem 512M\nspawn cc 1000\nrun cc build jobs=3');
  const seen = new Set<string>();
  for (let i = 0; i < 12; i++) {
    run('tick');
    const jobs = listProcesses(m).filter((p) => p.name !== 'cc');
    expect(jobs.length).toBeLessThanOrEqual(3);
    for (const job of jobs) {
      seen.add(job.name);
      expect(job.anonPages).toBeGreaterThanOrEqual(20 * MIB);
      expect(job.anonPages).toBeLessThanOrEqual(60 * MIB + 13);
    }
  }
  expect(seen.size).toBeGreaterThan(5);
});

it('[PG-20] a loop carries its lines out N times, some in each tick, and is over', () => {
  const { m, run } = lab('spawn a 1000\nrun a repeat 5\n  brk a 4K +\n  brk nobody 4K +\nend');
  const acted = [1, 2, 3].map(() => factsOf(run('tick').facts, 'ProgramActed').length);
  expect(acted).toEqual([8, 2, 0]);
  expect(needsTicks(m)).toBe(false);
  run('run a repeat 2; wait a; brk a 4K +; end\nfork a b\ntick');
  expect(listProcesses(m)[0]?.state).toBe('waiting');
  run('exit b 0\ntick');
  expect(needsTicks(m)).toBe(false);
});

const MACHINES = [
  { name: 'linux-6.1, mode 0', head: '#mem 256M\n#swap 64M\n#seed 3' },
  { name: 'linux-6.1, mode 2', head: '#mem 256M\n#swap 64M\n#seed 3', first: 'sysctl vm/overcommit_memory 2' },
  { name: 'solaris-10', head: '#mem 256M\n#swap 64M\n#seed 3\n#policy solaris-10' },
];
const EVERYTHING =
  'spawn l 1000\nspawn c 1001\nspawn d 1002\nspawn s 1003\nspawn f 1004\nspawn w 1005\nspawn cc1 1006\nspawn i 1007\nrlimit f nproc 30\nrun l leak step=64K\nrun c cache size=24M\nrun d db size=24M\nrun s shell\nrun f forkbomb\nrun w browser tabs=3 size=6M\nrun cc1 build size=12M\nrun i idle';

function record({ head, first = '' }: (typeof MACHINES)[number], ticks: number): { entries: Entry[]; digest: string } {
  const script = parseScript(`${head}\n${first}\n${EVERYTHING}`);
  if (!script.ok) throw new Error(JSON.stringify(script.errors));
  const m = bootScript(script.spec);
  const commands = [...script.steps.map((step) => step.command), ...Array(ticks).fill({ verb: 'tick', count: 1 })];
  const entries = commands.map((command): Entry => {
    const done = execute(m, command, 'script');
    if (!done.ok) throw new Error(done.rejection.message);
    const wrong = [...violations(m), ...restFaults(m)];
    if (wrong.length > 0) throw new Error(`tick ${m.tick}: ${wrong.join('; ')}`);
    return makeEntry(m, { actor: 'script', commandId: 'x', command, facts: JSON.parse(JSON.stringify(done.facts)) });
  });
  const seat: Fact = { type: 'SeatTaken', actor: 'script', uid: 0, role: 'staff' };
  const first1 = entries[0] as Entry;
  const folded = replay(script.spec, [{ ...first1, facts: [seat, ...first1.facts] }, ...entries.slice(1)]);
  expect(digest(folded)).toBe(digest(m));
  return { entries, digest: digest(m) };
}

it.each(MACHINES)(
  '[PG-4] [INV-1] every program, 300 ticks under $name: sound after each, and again the same',
  (machine) => {
    const once = record(machine, 300);
    expect(record(machine, 300).digest).toBe(once.digest);
  },
  60_000,
);

const LINES = fc.oneof(
  fc.constantFrom('tick', 'tick 3', 'stop a', 'stop b', 'kill b 9', 'spawn b 1000', 'spawn a 1001', 'exec a'),
  fc
    .tuple(
      fc.constantFrom('a', 'b'),
      fc.constantFrom('leak', 'cache', 'db', 'bgsave', 'shell', 'forkbomb', 'browser', 'build'),
    )
    .map(([p, program]) => `run ${p} ${program}`),
  fc.constantFrom(
    'vfork a c',
    'lock a x',
    'lock c x',
    'unlock a x',
    'exec c',
    'exit c 0',
    'wait a',
    'thread a t',
    'lock a.t x',
  ),
);

it('[PG-4] [INV-1] any script of programs, locks and ticks gives the same machine for the same seed, and a sound one', () => {
  fc.assert(
    fc.property(fc.array(LINES, { minLength: 5, maxLength: 25 }), fc.integer({ min: 0, max: 99 }), (lines, seed) => {
      const play = () => {
        const { m, run } = lab(`#mem 128M\n#swap 16M\n#seed ${seed}\nspawn a 1000\nspawn b 1000`);
        for (const line of lines) run(line);
        return digest(m);
      };
      expect(play()).toBe(play());
    }),
    { seed: 4711, numRuns: 25 },
  );
}, 60_000);
