import { boot, type Entry, execute, type MachineSpec, makeEntry, parseLine } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { activityIn, createReader, type Reading } from './index.ts';

const SPEC: MachineSpec = { memKb: 131_072, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} };

/** `who: line` a line; `tick` is the platform's clock. */
function readingsOf(lines: readonly string[], spec: Partial<MachineSpec> = {}): Reading[] {
  const machine = boot({ ...SPEC, ...spec });
  const reader = createReader();
  const readings: Reading[] = [];
  const send = (actor: string, command: Entry['command']) => {
    const done = execute(machine, command, actor);
    if (!done.ok) throw new Error(done.rejection.message);
    readings.push(reader.read(makeEntry(machine, { actor, command, commandId: `c${machine.seq}`, facts: done.facts })));
  };
  send('system', { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' });
  send('system', { verb: 'seat', actor: 'ben', uid: 1001, role: 'student' });
  send('system', { verb: 'seat', actor: 'root', uid: 0, role: 'staff' });
  for (const line of lines) {
    const [, actor = '', text = ''] = /^(\w+): (.*)$/.exec(line) ?? [];
    const parsed = parseLine(text);
    if (!parsed.ok) throw new Error(line);
    send(actor, parsed.command);
  }
  return readings.slice(3);
}

const last = (lines: readonly string[], spec: Partial<MachineSpec> = {}): Reading =>
  readingsOf(lines, spec).at(-1) as Reading;

describe('an answer', () => {
  it.each([
    ['ESRCH', ['ana: touch nobody x']],
    ['EINVAL', ['ana: spawn a', 'ana: touch a nothing 4K']],
    ['EPERM', ['ana: spawn a', 'ben: exit a 0']],
    ['EAGAIN', ['ana: spawn a', 'ana: vfork a b', 'ana: touch a x']],
    ['EAGAIN', ['ana: spawn a', 'ana: thread a t', 'ana: lock a.t l', 'ana: lock a l', 'ana: lock a m']],
    ['EAGAIN', ['ana: spawn a', 'ana: rlimit a nproc 2', 'ana: fork a b', 'ana: fork a c']],
    ['SIGSEGV', ['ana: spawn a', 'ana: mmap a r 8K r private', 'ana: touch a r 0 4K w']],
    ['SIGBUS', ['ana: spawn a', 'ana: mmap a r 8K rw shared', 'ana: mremap a r 64K', 'ana: touch a r']],
    ['ENOMEM', ['ana: spawn a', 'ana: mmap a r 8K rw private', 'ana: munmap a r 0 4K', 'ana: mlock a r']],
  ])('%s is an error of use: %j', (result, lines) => {
    expect(last(lines)).toMatchObject({ answer: { result, kind: 'error' }, refusals: [], kills: [] });
  });

  it.each([
    ['ENOMEM', ['ana: spawn a', 'ana: mmap a r 900M rw private'], {}, 'charge'],
    ['ENOMEM', ['ana: spawn a', 'ana: rlimit a as 20M', 'ana: mmap a r 30M rw private'], {}, 'limit'],
    ['EAGAIN', ['ana: spawn a', 'ana: rlimit a memlock 8K', 'ana: mmap a r 64K rw private,locked'], {}, 'limit'],
    [
      'ENOMEM',
      ['ana: spawn a', 'ana: rlimit a memlock 8K', 'ana: mmap a r 64K rw private', 'ana: mlock a r'],
      {},
      'limit',
    ],
    ['EAGAIN', ['ana: spawn a', 'ana: mmap a r 900M rw private'], { policy: 'solaris-10' }, 'charge'],
    [
      'SIGBUS',
      ['ana: spawn a', 'ana: mmap a r 120M rw private,noreserve', 'ana: touch a r'],
      { policy: 'solaris-10' },
      'charge',
    ],
  ] as [string, string[], Partial<MachineSpec>, string][])(
    '%s is a refusal of memory: %j',
    (result, lines, spec, by) => {
      const { answer, refusals } = last(lines, spec);
      expect(answer).toMatchObject({ result, kind: 'refusal' });
      expect(refusals).toMatchObject([{ actor: 'ana', process: 'a', errno: result, isByProgram: false }]);
      expect(refusals[0]?.fact?.type).toBe(by === 'limit' ? 'RequestRefused' : 'ChargeDecided');
    },
  );

  it('of who sleeps for want of a page is a refusal', () => {
    const group = ['root: cgroup g', 'root: cgset g memory.max 8M', 'root: spawn a', 'root: oom_score_adj a -1000'];
    const { answer, refusals } = last([
      ...group,
      'root: cgjoin a g',
      'root: mmap a h 20M rw private',
      'root: touch a h',
    ]);
    expect(answer).toMatchObject({ result: 'EAGAIN', kind: 'refusal' });
    expect(refusals).toMatchObject([{ actor: 'root', verb: 'touch', errno: 'EAGAIN', fact: null }]);
  });
});

describe('who caused what', () => {
  const KILL = ['ana: spawn db', 'ana: mmap db h 70M rw private', 'ana: touch db h'];

  it('a kill is caused by who typed, and suffered by whose process died', () => {
    const { kills } = last([...KILL, 'ben: spawn w', 'ben: mmap w h 60M rw private', 'ben: touch w h']);
    expect(kills).toMatchObject([
      {
        victim: { process: 'db', uid: 1000, owner: 'ana' },
        trigger: { process: 'w' },
        causedBy: 'ben',
        choice: 'points',
        group: null,
      },
    ]);
    expect(kills[0]?.runnerUp).toMatchObject({ process: 'w' });
  });

  it('at a tick it is caused by whose program asked for the page, whoever let the clock tick', () => {
    const grown = [...KILL, 'ben: spawn hog', 'ben: run hog leak step=40M', 'root: tick 3'];
    expect(last(grown).kills[0]).toMatchObject({ victim: { owner: 'ana' }, causedBy: 'ben' });
  });

  it('a program that is refused counts for its owner', () => {
    const lines = ['ana: spawn hog', 'ana: run hog leak step=900M', 'root: tick 1'];
    expect(last(lines).refusals).toMatchObject([
      { actor: 'ana', verb: 'mmap', process: 'hog', errno: 'ENOMEM', isByProgram: true },
    ]);
  });

  it('a person’s activity counts commands, errors, refusals and kills apart', () => {
    const lines = [...KILL, 'ana: touch x y', 'ana: mmap db more 900M rw private', 'ben: spawn w'];
    const entries = readingsOf([...lines, 'ben: mmap w h 60M rw private', 'ben: touch w h', 'root: tick 1']);
    const seats = entries.map(({ entry }) => entry);
    const activity = activityIn([...seatEntries(), ...seats]);
    expect(activity.get('ana')).toEqual({ commands: 5, errors: 1, refusals: 1, killsCaused: 0, killsSuffered: 1 });
    expect(activity.get('ben')).toEqual({ commands: 3, errors: 0, refusals: 0, killsCaused: 1, killsSuffered: 0 });
    expect([...activity.keys()]).toEqual(['ana', 'ben', 'root']);
  });
});

/** The seats of every log here, as entries. */
function seatEntries(): Entry[] {
  return (['ana', 'ben', 'root'] as const).map((actor, i) => ({
    ...{ seq: i + 1, tick: 0, actor: 'system', commandId: `c${i}`, engineVersion: '', policy: SPEC.policy },
    command: { verb: 'seat', actor, uid: actor === 'root' ? 0 : 1000 + i, role: 'student' },
    facts: [{ type: 'SeatTaken', actor, uid: actor === 'root' ? 0 : 1000 + i, role: 'student' }],
  }));
}
