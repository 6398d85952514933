import { describe, expect, it } from 'vitest';
import type { Moments } from './moments.ts';
import { prepareAsker, type Scope } from './predicate.ts';
import type { EntryRow, KillRow } from './project.ts';

const entry = (seq: number): EntryRow => ({
  seq,
  tick: 0,
  actor: seq % 2 === 0 ? 'ana' : 'ben',
  verb: 'touch',
  process: 'web',
  child: '',
  region: 'cache',
  line: 'touch web cache 0 10M w',
  result: 'ok',
  ok: true,
  pages: 2560,
  swappedInPages: 0,
  died: [],
  waits: '',
});
const kill: KillRow = {
  seq: 8,
  tick: 0,
  victim: 'db',
  victimOwner: 'ana',
  trigger: 'web',
  triggerOwner: 'ben',
  points: 28345,
  marginKb: 328,
  policy: 'linux-6.1',
  cgroup: '',
};

const moments: Moments = {
  processes: () => [
    {
      pid: 2,
      name: 'db',
      owner: 'ana',
      state: 'running',
      vszKb: 4,
      rssKb: 4,
      swapKb: 0,
      chargedKb: 4,
      oomScore: 900,
      oomScoreAdj: 0,
    },
  ],
  commit: (at) => ({
    promisedKb: at * 10,
    limitKb: 100,
    isEnforced: false,
    ramKb: 200,
    swapKb: 0,
    swapUsedKb: 0,
    freeKb: 50,
  }),
};

function scopeOf(count: number, me: Scope['me'] = null): Scope {
  const entries = Array.from({ length: count }, (_, index) => entry(index + 1));
  return {
    projections: {
      entries,
      staff: [],
      taken: [],
      kills: [kill],
      refusals: [],
      forks: [],
      predictions: [],
      last: count,
    },
    moments,
    members: [
      { actor: 'ana', commands: 5, pages: 2560, kills: 0, refusals: 0, suffered: 1 },
      { actor: 'ben', commands: 4, pages: 5120, kills: 1, refusals: 0, suffered: 0 },
    ],
    answers: [{ prompt: 'why', scope: 'member', actor: 'ana', text: 'It had the most points.', words: 5 }],
    lateMinutes: 30,
    me,
  };
}
const ask = prepareAsker(scopeOf(10));
const value = (expression: string) => {
  const answer = ask(expression);
  return answer.ok ? answer.value : answer.error.message;
};

describe('a predicate', () => {
  it.each([
    ['kills.exists(k, k.victim != k.trigger)', true],
    ['size(entries) == 10 && last == 10', true],
    ['members.all(m, m.commands >= 5)', false],
    ['commit(last).promisedKb > commit(last).limitKb', false],
    ['processes(last).exists(p, p.name == "db" && p.oomScore > 800)', true],
    ['entries.exists(e, e.line.contains("10M"))', true],
    ['refusals.exists(r, r.errno == "ENOMEM")', false],
    ['double(size(entries.filter(e, e.actor == "ana"))) / 10.0', 0.5],
  ])('%s', (expression, expected) => {
    expect(value(expression)).toBe(expected);
  });

  it('sees me and mine only where it is about one member', () => {
    expect(value('size(mine) > 0')).toContain('Unknown variable: mine');
    const asMember = prepareAsker(
      scopeOf(10, {
        actor: 'ana',
        mine: [entry(2)],
        caused: { pages: 2560, kills: 0, refusals: 0 },
        suffered: { kills: 1 },
      }),
    );
    expect(asMember('me == "ana" && size(mine) == 1')).toEqual({ ok: true, value: true });
  });

  it('that is wrong says what, and in which column', () => {
    expect(ask('kills.exists(k, ')).toEqual({ ok: false, error: { message: 'Unexpected token: EOF', column: 17 } });
    expect(ask('kils.size() > 0')).toEqual({ ok: false, error: { message: 'Unknown variable: kils', column: 1 } });
    expect(ask('size(kills) + "a" == 3')).toMatchObject({ ok: false, error: { column: 1 } });
    expect(ask('kills[0].nope == 1')).toMatchObject({ ok: false, error: { message: 'No such key: nope', column: 10 } });
    expect(ask('kills[7].seq == 1').ok).toBe(false);
    expect(ask('1 / 0 == 1')).toMatchObject({ ok: false, error: { message: 'division by zero' } });
  });
});

describe('a hostile predicate', () => {
  it.each([
    'kills[0].constructor',
    'kills[0].__proto__',
    'kills.constructor',
    'me.constructor.constructor("return process")()',
    'globalThis.process.exit(1)',
    'process.exit(1)',
    'eval("1")',
    'Function("return this")()',
    'this',
    '"a".matches("(a+)+$")',
    'cel.bind(a, "xxxxxxxxxxxxxxxx", a + a)',
    'timestamp("2024-01-01T00:00:00Z") == timestamp("2024-01-01T00:00:00Z")',
    '9223372036854775807 + last == 1',
    'processes(-1).size() == 0 && entries[-1].ok',
    '\u0000',
    '((((((((((((((((((((((((((((((((((((((((true))))))))))))))))))))))))))))))))))))))))'.replace('true', 'last'),
    `[${'1,'.repeat(200)}1].size() == 1`,
    `${'!'.repeat(900)}true`,
    `${'last+'.repeat(199)}last`.repeat(2),
    'x'.repeat(1001),
    '',
  ])('comes to nothing: %s', (expression) => {
    const answer = ask(expression);
    expect(answer.ok ? typeof answer.value : 'refused').not.toBe('function');
    if (answer.ok) expect(['boolean', 'bigint']).toContain(typeof answer.value);
    else expect(answer.error.message.length).toBeGreaterThan(3);
  });

  it('may not name a function outside the list', () => {
    expect(ask('"a".matches("(a+)+$")')).toMatchObject({
      ok: false,
      error: { message: '“matches” is not a function that rubrics may use' },
    });
  });

  it('is refused before it runs if it would take too long on this log', () => {
    const big = prepareAsker(scopeOf(20_000));
    const quadratic = 'entries.all(a, entries.all(b, a.seq != b.seq || a.ok))';
    expect(big(quadratic)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('too long on this log') },
    });
    expect(ask(quadratic)).toEqual({ ok: true, value: true });
    expect(big('entries.exists(e, e.verb == "fork" && e.ok)')).toEqual({ ok: true, value: false });
    const nested = 'entries.map(a, entries.map(b, entries.map(c, entries.map(d, "xxxxxxxx")))).size() > 0';
    expect(prepareAsker(scopeOf(100))(nested)).toMatchObject({ ok: false });
  });

  it('cannot change what the next one sees', () => {
    const before = value('size(kills)');
    value('kills.map(k, {"victim": "x"}).size()');
    expect(value('size(kills)')).toBe(before);
  });
});
