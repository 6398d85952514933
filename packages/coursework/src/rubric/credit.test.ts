import { readFileSync } from 'node:fs';
import { boot, type Command, type Entry, execute, type MachineSpec, makeEntry, parseLine } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { creditIn } from './credit.ts';
import { judgeLog } from './evaluate.ts';
import { judgeSeal, type SealedPart } from './judgeSeal.ts';
import { checkPredicate } from './predicate.ts';
import { type LogSource, project } from './project.ts';
import type { AutomaticItem, Rubric } from './rubric.ts';

const SPEC: MachineSpec = { memKb: 256 * 1024, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} };
const SEATS: [string, number, 'student' | 'staff'][] = [
  ['ana', 1001, 'student'],
  ['ben', 1002, 'student'],
  ['dana', 1003, 'staff'],
];

/** A log of `who line`; `who!` types it as an override. */
function logOf(lines: string[]): LogSource {
  const machine = boot(SPEC);
  const entries: Entry[] = [];
  const send = (actor: string, command: Command, isOverride = false): void => {
    const done = execute(machine, command, { actor, isOverride });
    if (!done.ok) throw new Error(`${command.verb}: ${done.rejection.message}`);
    entries.push(makeEntry(machine, { actor, command, commandId: `c${entries.length}`, facts: done.facts }));
  };
  for (const [actor, uid, role] of SEATS) send('system', { verb: 'seat', actor, uid, role });
  for (const line of lines) {
    const [who = '', ...rest] = line.split(' ');
    const parsed = parseLine(rest.join(' '));
    if (!parsed.ok) throw new Error(parsed.rejection.message);
    send(who.replace('!', ''), parsed.command, who.endsWith('!'));
  }
  return { spec: SPEC, entries };
}

const KILL = [
  'ana spawn db',
  'ana mmap db pool 150M rw private',
  'ana touch db pool 0 150M w',
  'ben spawn web',
  'ben mmap web cache 200M rw private',
  'ben touch web cache 0 100M w',
];
const DONE = [...KILL, 'dana sysctl vm.overcommit_memory 1', 'ana spawn again'];

const item = (earned: string, scope: 'group' | 'member'): AutomaticItem => ({
  kind: 'automatic',
  id: 'x',
  title: 'X',
  scope,
  outOf: 100,
  earned,
});

describe('the examples of the documentation', () => {
  const text = readFileSync(new URL('../../PREDICATES.md', import.meta.url), 'utf8');
  const examples = [...text.matchAll(/^\| `(.+?)` +\| (all|Ana|Ben) +\| `(\S+)` +\|$/gm)].map((found) =>
    found.slice(1),
  );
  const log = logOf(DONE);
  const answers = [
    { prompt: 'why', scope: 'member', actor: 'ana', text: 'My database had the most points.', words: 6 },
    { prompt: 'why', scope: 'member', actor: 'ben', text: 'No idea.', words: 2 },
  ];
  const work = { members: ['ana', 'ben'], answers, lateMinutes: 30 };

  it('are found', () => {
    expect(examples.length).toBeGreaterThanOrEqual(12);
  });

  it.each(examples)('%s (%s) yields %s', (earned = '', of = '', yields = '') => {
    const scope = of === 'all' ? 'group' : 'member';
    expect(checkPredicate(earned, { scope, use: 'earned' })).toBeNull();
    const { results } = judgeLog({ items: [item(earned, scope)] }, log, work);
    const result = results.find(({ actor }) => actor === (of === 'all' ? null : of.toLowerCase()));
    const share = yields === 'true' ? 1 : yields === 'false' ? 0 : Number(yields);
    expect(result).toMatchObject({ points: share * 100, verdict: { 0: 'missed', 1: 'earned' }[share] ?? 'partly' });
  });
});

describe('what staff did', () => {
  const kills = (log: LogSource) => project(log).kills.length;

  it('earns nobody a point: a kill by an override, or by a staff seat, is in no list', () => {
    const last = KILL.length - 1;
    expect(kills(logOf(KILL))).toBe(1);
    const byOverride = logOf(KILL.map((line, at) => (at === last ? line.replace('ben', 'dana!') : line)));
    expect(kills(byOverride)).toBe(0);
    expect(project(byOverride).staff.map(({ verb, died }) => [verb, died])).toEqual([['touch', ['db']]]);
    const rubric: Rubric = { items: [item('size(kills) > 0', 'group')] };
    expect(judgeLog(rubric, byOverride, { members: ['ana', 'ben'] }).results[0]).toMatchObject({ points: 0 });
    expect(creditIn(project(byOverride), 'ana')).toMatchObject({ suffered: { kills: 0 } });
  });

  it('refused or forked is theirs alone', () => {
    const log = logOf([
      'dana sysctl vm.overcommit_memory 2',
      'dana spawn sh',
      'dana mmap sh heap 900M rw private',
      'dana fork sh ls',
      'ana spawn db',
      'ana mmap db pool 900M rw private',
    ]);
    const found = project(log);
    expect(found.refusals.map(({ actor }) => actor)).toEqual(['ana']);
    expect(found.forks).toEqual([]);
    expect(found.entries.map(({ actor }) => actor)).toEqual(['ana', 'ana']);
    expect(found.staff).toHaveLength(4);
    expect(project(log, 'all').forks).toHaveLength(1);
  });

  it('a member who becomes staff is staff from then on', () => {
    const log = logOf(KILL);
    const machine = boot(SPEC);
    const seat: Command = { verb: 'seat', actor: 'ben', uid: 1002, role: 'staff' };
    const done = execute(machine, seat, 'system');
    if (!done.ok) throw new Error(done.rejection.message);
    const promoted = makeEntry(machine, { actor: 'system', command: seat, commandId: 'p', facts: done.facts });
    const [head, tail] = [log.entries.slice(0, 6), log.entries.slice(6)];
    const entries = [...head, promoted, ...tail].map((entry, index) => ({ ...entry, seq: index + 1 }));
    expect(project({ spec: SPEC, entries }).entries.map(({ actor }) => actor)).toEqual(['ana', 'ana', 'ana']);
  });
});

describe('a member’s figures', () => {
  it('tell who caused what and who suffered', () => {
    const found = project(logOf(KILL));
    const ana = creditIn(found, 'ana');
    expect(ana).toMatchObject({
      commands: 3,
      caused: { kills: 0, refusals: 0 },
      suffered: { kills: 1 },
      predictions: { made: 0, right: 0 },
    });
    // 150 MiB, and a few pages that a process needs to start.
    expect(ana.caused.pages).toBeGreaterThanOrEqual(150 * 256);
    expect(ana.caused.pages).toBeLessThan(150 * 256 + 32);
    const ben = creditIn(found, 'ben');
    expect(ben).toMatchObject({ commands: 3, caused: { kills: 1, refusals: 0 }, suffered: { kills: 0 } });
    expect(ben.caused.pages).toBeGreaterThan(100 * 256 - 64);
  });
});

describe('a sealed work', () => {
  const part = (machineId: string, lines: string[]): SealedPart => ({
    machineId,
    log: logOf(lines),
    actorOf: { a: 'ana', b: 'ben' },
  });
  const rubric: Rubric = {
    items: [
      { ...item('size(kills) > 0', 'group'), id: 'kill', evidence: 'kills' },
      { ...item('caused.kills == 0', 'member'), id: 'innocent' },
      { kind: 'manual', id: 'why', title: 'Why', scope: 'member', outOf: 100 },
    ],
  };
  const answers = [{ prompt: 'why', scope: 'member', by: 'a', text: 'So.' }];
  const work = { members: ['a', 'b', 'c'], answers, lateMinutes: 0 };

  it('takes the best machine for each item, with the entries of that machine', () => {
    const { items, credit } = judgeSeal(rubric, { ...work, parts: [part('m1', KILL), part('m2', KILL.slice(0, 4))] });
    expect(items.kill?.a).toMatchObject({ points: 100, machineId: 'm1', evidence: [9] });
    expect(items.innocent).toMatchObject({
      a: { points: 100, machineId: 'm2' },
      b: { points: 100, machineId: 'm2' },
      c: { points: 0, machineId: null, explanation: 'Never sat at a machine of the group.' },
    });
    expect(items.why).toBeUndefined();
    expect(credit).toMatchObject({
      a: { commands: 6, answers: 1 },
      b: { commands: 4, answers: 0 },
      c: { commands: 0 },
    });
  });

  it('the victim of another’s leak is not punished for it', () => {
    const { items } = judgeSeal(rubric, { ...work, parts: [part('m1', KILL)] });
    expect(items.innocent).toMatchObject({ a: { points: 100 }, b: { points: 0 } });
  });

  it('without a machine says that nothing was handed in', () => {
    const { items } = judgeSeal(rubric, { ...work, parts: [] });
    expect(items.kill?.a).toMatchObject({ verdict: 'missed', explanation: 'Nothing was handed in.' });
  });
});
