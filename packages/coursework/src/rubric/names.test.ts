import { readFileSync } from 'node:fs';
import { boot, type Entry, execute, type MachineSpec, makeEntry, parseLine } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { judgeProjected } from './evaluate.ts';
import { momentsOf } from './moments.ts';
import { PREDICATE_NAMES } from './names.ts';
import { checkPredicate, LIMITS, type PredicateUse } from './predicate.ts';
import { project } from './project.ts';

const SPEC: MachineSpec = { memKb: 256 * 1024, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} };
const LINES = [
  'spawn db',
  'mmap db pool 150M rw private',
  'touch db pool 0 150M w',
  'fork db bg',
  'touch db pool 0 150M w',
];

function playedLog() {
  const machine = boot(SPEC);
  const entries: Entry[] = [];
  const send = (actor: string, command: Entry['command']): void => {
    const done = execute(machine, command, actor);
    if (done.ok)
      entries.push(makeEntry(machine, { actor, command, commandId: `c${entries.length}`, facts: done.facts }));
  };
  send('system', { verb: 'seat', actor: 'ana', uid: 1001, role: 'student' });
  for (const line of LINES) {
    const parsed = parseLine(line);
    if (parsed.ok) send('ana', parsed.command);
  }
  return { spec: SPEC, entries };
}

const named = (name: string) => PREDICATE_NAMES.find((one) => one.name === name) ?? PREDICATE_NAMES[0];
const problem = (expression: string, scope: 'group' | 'member' = 'group', use: PredicateUse = 'earned') =>
  checkPredicate(expression, { scope, use });

describe('the names that an expression sees', () => {
  const log = playedLog();
  const projections = project(log);

  it('have the fields of the rows, in the rows’ order', () => {
    const moments = momentsOf(log);
    const rows = {
      ...projections,
      processes: moments.processes(3),
      commit: [moments.commit(3)],
    };
    for (const name of ['entries', 'kills', 'forks', 'processes', 'commit'] as const) {
      const [row] = rows[name];
      expect(Object.keys(row ?? {}), name).toEqual(Object.keys(named(name)?.fields ?? {}));
    }
  });

  it('stand in PREDICATES.md with their fields', () => {
    const text = readFileSync(new URL('../../PREDICATES.md', import.meta.url), 'utf8');
    for (const { name, isFunction, fields, type } of PREDICATE_NAMES) {
      const line = text.split('\n').find((one) => one.startsWith(`| \`${name}${isFunction ? '(' : '`'}`));
      expect(line, name).toBeDefined();
      if (type === 'Entry' && name !== 'entries') continue;
      for (const field of Object.keys(fields)) expect(line, name).toMatch(new RegExp(`\\b${field}\\b`));
    }
  });
});

describe('an expression is checked before any log is there', () => {
  it('right ones have no problem', () => {
    expect(problem('kills.exists(k, k.victim != k.trigger)')).toBeNull();
    expect(problem('size(mine) >= 3 ? 1.0 : double(size(mine)) / 3.0', 'member')).toBeNull();
    expect(problem('commit(last).freeKb < 1024 && processes(last).size() > 2')).toBeNull();
    expect(problem('after(kills[0].seq).exists(e, e.ok)')).toBeNull();
    expect(problem('kills.filter(k, k.seq > 3)', 'group', 'evidence')).toBeNull();
    expect(problem('kills.map(k, k.seq) + [last]', 'group', 'evidence')).toBeNull();
  });

  it('a field that no row has, a name that is not there, a missing bracket: with the column', () => {
    expect(problem('kills.exists(k, k.victm == "db")')).toEqual({ message: 'No such key: victm', column: 19 });
    expect(problem('size(mine) > 3')).toMatchObject({ message: expect.stringContaining('mine'), column: 6 });
    expect(problem('kills.exists(k, k.ok')).toMatchObject({ column: 21 });
    expect(problem('entries.exists(e, e.verb.matches("a+"))')).toMatchObject({
      message: expect.stringContaining('matches'),
    });
  });

  it('what cannot be points, or evidence, or be worked out in time', () => {
    expect(problem('"yes"')).toMatchObject({ message: expect.stringContaining('a number from 0 to 1') });
    expect(problem('kills')).not.toBeNull();
    expect(problem('me', 'member', 'evidence')).toMatchObject({ message: expect.stringContaining('rows') });
    expect(problem('1.0', 'group', 'done')).toMatchObject({ message: expect.stringContaining('true or false') });
    expect(problem(' ')).toMatchObject({ column: null });
    expect(problem(`last > ${'1'.repeat(LIMITS.characters)}`)).toMatchObject({
      message: expect.stringContaining('1000 characters'),
    });
    expect(problem('entries.all(a, entries.all(b, entries.all(c, a.seq > b.seq)))')).toMatchObject({
      message: expect.stringContaining('too long'),
    });
    expect(problem(`${'('.repeat(200)}true${')'.repeat(200)}`)).not.toBeNull();
  });

  it('a projection that was kept as JSON comes to the same verdict', () => {
    const log = playedLog();
    const item = {
      ...{ kind: 'automatic' as const, id: 'x', title: 'X', scope: 'member' as const, outOf: 100 },
      earned: 'forks.exists(f, f.ok) && kills.size() >= 0 && size(mine) == 5',
      evidence: 'forks',
    };
    const seen = { projections: project(log), moments: momentsOf(log) };
    const kept = { ...seen, projections: JSON.parse(JSON.stringify(seen.projections)) };
    const judged = judgeProjected({ items: [item] }, seen, { members: ['ana'] });
    expect(judgeProjected({ items: [item] }, kept, { members: ['ana'] })).toEqual(judged);
    expect(judged.results[0]).toMatchObject({ verdict: 'earned', evidence: [5] });
  });
});
