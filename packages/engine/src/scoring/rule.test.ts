import { Environment } from '@marcbachmann/cel-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boot,
  compileRule,
  digest,
  execute,
  makeEntry,
  parseLine,
  RULE_SETTING,
  RULE_TERMS,
  rankByRule,
  replay,
  vary,
} from '../index.ts';
import { factsOf, lab } from '../testLab.ts';
import type { Scope } from './compile.ts';
import { RULE_LIMITS } from './parse.ts';

const SCOPE: Scope = {
  ...Object.fromEntries(RULE_TERMS.map(({ name }, i) => [name, i * 7 - 20])),
  rss: 28160,
  age: 3,
  uid: 1001,
  name: 'db',
  asks: false,
};
const points = (text: string): number | string => {
  const compiled = compileRule(text);
  if (!compiled.ok) return `${compiled.error.column ?? '-'}: ${compiled.error.message}`;
  const scored = compiled.rule.score(SCOPE);
  return scored.ok ? scored.points : `fails: ${scored.message}`;
};

/** The same text and terms in a whole CEL; a fraction is cut off, as points are. */
function inCel(text: string): number | string {
  const env = new Environment({ unlistedVariablesAreDyn: false });
  const context: Record<string, unknown> = {};
  for (const { name, kind } of RULE_TERMS) {
    env.registerVariable(name, kind);
    context[name] = kind === 'int' ? BigInt(SCOPE[name] as number) : SCOPE[name];
  }
  try {
    return Math.trunc(Number(env.evaluate(text, context))) + 0;
  } catch {
    return 'fails';
  }
}

/** Texts of rules whose parts fit together; fractions and whole numbers are kept apart, as CEL wants it. */
const { number, truth } = fc.letrec<{ number: string; truth: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('rss', 'age', 'uid', 'adj', 'nice', '0', '1', '7', '1000', 'size(name)'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number'))
      .map(([a, sign, b]) => `${a} ${sign} ${b}`)
      .map((inner) => `(${inner})`),
    fc.tuple(tie('truth'), tie('number'), tie('number')).map(([test, a, b]) => `(${test} ? ${a} : ${b})`),
    tie('number').map((a) => `-(${a})`),
  ),
  truth: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom('asks', 'true', 'name == "db"', 'name in ["db", "web"]', 'name.startsWith("d")', 'uid == 0'),
    fc
      .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('number'))
      .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    fc.tuple(tie('truth'), fc.constantFrom('&&', '||'), tie('truth')).map(([a, sign, b]) => `(${a} ${sign} ${b})`),
    tie('truth').map((a) => `!(${a})`),
  ),
}));

describe('the language', () => {
  it.each([
    ['rss + swap + tables', 28160 + -6 + 1],
    ['uid == 0 ? 0 : rss / (age + 1)', 7040],
    ['-age', -3],
    ['1 + 2 * 3 - 4 / 3', 6],
    ['-7 / 2', -3],
    ['-7 % 3', -1],
    ['rss * 0.5', 14080],
    ['double(rss) / 3.0', 9386],
    ['name == "db"', 1],
    ["name in ['db', 'web'] ? 0 : rss", 0],
    ['name.startsWith("d") && !asks', 1],
    ['size(name) + name.size()', 4],
    ['1 < 2 == true', 1],
    ['true ? 1 : false ? 2 : 3', 1],
    ['int(2.9) + 1e3', 1002],
  ])('[RULE-1] %s', (text, expected) => expect(points(text)).toBe(expected));

  it.each([
    ['', '1: write a rule: a number for each process'],
    ['rss +', '6: the rule ends too early'],
    ['rss $ 2', '5: “$” means nothing here'],
    ['rss = 2', '5: to compare, write =='],
    ['rrs', /^1: there is no term “rrs”; there are rss, own,/],
    ['rss + name', '5: “+” needs two numbers, not a whole number and a text'],
    ['name', '1: the rule must come to a number, or to true or false'],
    ['(rss', '5: “)” is missing here, before the end'],
    ['rss 2', '5: “2” is not expected here'],
    ['rss ? 1 : 2', '5: before the ? comes true or false, and this is a whole number'],
    ['name.matches("(a+)+")', '6: there is no method “matches”'],
    ['[1,2].map(x, x)', /there is no/],
    ['constructor', /^1: there is no term/],
    ['name.constructor()', /there is no method/],
    ['"db', '1: this string does not end'],
    ['rss / (uid == 0)', /needs two numbers/],
  ])('[RULE-1] %s is refused with its place', (text, expected) => expect(points(text)).toMatch(expected));

  it('[RULE-1] means what a whole CEL makes of the same text, failures included', () => {
    fc.assert(
      fc.property(fc.oneof(number, truth), (text) => {
        const own = points(text);
        fc.pre(typeof own === 'number' || own.startsWith('fails: it divides'));
        expect(typeof own === 'number' ? own : 'fails').toBe(inCel(text));
      }),
      { seed: 20261125, numRuns: 1000 },
    );
  });

  it('[RULE-5] a rule that fails for a process gives no points, and says why', () => {
    expect(points('rss / (age - 3)')).toBe('fails: it divides by 0');
    expect(points('rss * rss * rss * rss')).toBe('fails: a number gets too large');
    expect(points('1.0 / 0.0')).toBe('fails: it divides by 0');
  });

  it('[RULE-6] length, parts and depth are bounded, and every text within them is answered', () => {
    expect(points('1'.repeat(RULE_LIMITS.characters + 1))).toBe('-: a rule has at most 400 characters');
    expect(points(Array.from({ length: 150 }, () => '1').join('+'))).toMatch(/at most 200 parts/);
    expect(points(`${'('.repeat(60)}1${')'.repeat(60)}`)).toMatch(/nested too deeply/);
    expect(points(`${'-'.repeat(60)}1`)).toMatch(/nested too deeply/);
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(['number', 'string']).toContain(typeof points(text));
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});

const STORY = `spawn db 1000
mmap db pool 110M rw private
tick 5
spawn web 1001
mmap web cache 100M rw private
tick 1
spawn job 1002
mmap job j 60M rw private
touch db pool
touch web cache`;

/** The story's machine, run with a rule; answers who dies when `job` touches its memory. */
function kill(rule: string, policy = 'linux-6.1') {
  const { m, run } = lab(`#policy ${policy}\n#mem 256M`);
  m.spec.settings[RULE_SETTING] = rule;
  run(STORY);
  const { facts } = run('touch job j 0 60M w');
  const [choice] = factsOf(facts, 'VictimChosen');
  return { choice, ended: factsOf(facts, 'ProcessEnded').map(({ process }) => process) };
}

describe('the choice', () => {
  it('[RULE-2] every term has a value for every process, and says what it is', () => {
    const { m } = lab('spawn db 1000\nfork db child');
    for (const { name, kind, meaning } of RULE_TERMS) {
      const compiled = compileRule(kind === 'string' ? `${name} == "db"` : name);
      if (!compiled.ok) expect.fail(compiled.error.message);
      expect(rankByRule(m, compiled.rule).every((c) => Number.isSafeInteger(c.points))).toBe(true);
      expect(meaning.length).toBeGreaterThan(10);
    }
    const children = compileRule('children');
    if (children.ok)
      expect(rankByRule(m, children.rule).map((c) => [c.process, c.points])).toEqual([
        ['db', 1],
        ['child', 0],
      ]);
  });

  it('[RULE-2] processor time is counted where the rule asks for it', () => {
    expect(kill('cpu').choice?.victim).toMatchObject({ process: 'db', points: 28 });
  });

  it.each(['linux-6.1', 'linux-5.4', 'linux-2.6.32', 'linux-2.4', 'freebsd'])(
    '[RULE-3] under %s the one with most points by the rule dies, and the fact says by which rule',
    (policy) => {
      const youngest = kill('0 - age', policy);
      expect(youngest.choice).toMatchObject({ victim: { process: 'job' }, rule: 'RULE-3', formula: '0 - age' });
      expect(kill('age', policy).ended).toEqual(['db']);
      expect(kill('name == "web"', policy).ended).toEqual(['web']);
      expect(kill('asks', policy).ended).toEqual(['job']);
    },
  );

  it('[RULE-3] a rule that cannot be read is as none', () => {
    expect(kill('rss +').choice).toMatchObject({ victim: { process: 'db' }, rule: 'KILL-1' });
  });

  it('[RULE-3] AIX asks the rule too, at its own moment', () => {
    const { m, run } = lab('#policy aix-late\n#mem 256M\n#swap 128M');
    m.spec.settings[RULE_SETTING] = 'vm';
    run('spawn a 1000\nmmap a h 90M rw private\ntouch a h\nspawn b 1000\nmmap b h 60M rw private');
    const { facts } = run('touch b h');
    expect(factsOf(facts, 'VictimChosen')[0]).toMatchObject({ victim: { process: 'a' }, formula: 'vm' });
  });

  it('[RULE-4] the kernel’s exemptions stay, and points below 0 can be the most', () => {
    const { m, run } = lab();
    m.spec.settings[RULE_SETTING] = '0 - rss';
    run(`${STORY}\noom_score_adj job -1000`);
    const { facts } = run('touch job j 0 60M w');
    const [choice] = factsOf(facts, 'VictimChosen');
    expect(choice?.candidates.find((c) => c.process === 'job')?.exempt).toBeDefined();
    expect(choice?.victim.process).toBe('web');
    expect(choice?.victim.points).toBeLessThan(0);
  });

  it('[RULE-5] where the rule fails for a process, the card says so', () => {
    const { choice } = kill('rss / age');
    expect(choice?.victim.process).toBe('web');
    const job = choice?.candidates.find((c) => c.process === 'job');
    expect(job).toMatchObject({ points: 0 });
    expect(job?.terms.map((term) => term.label)).toEqual(['rss', 'age', 'it divides by 0']);
  });

  it('[RULE-7] a rerun of one log with a rule chooses by it, a fold of its entries asks nothing', () => {
    const spec = { memKb: 262144, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} } as const;
    const machine = boot(spec);
    const entries = ['seat', ...STORY.split('\n'), 'touch job j 0 60M w'].map((line, i) => {
      const parsed = line === 'seat' ? null : parseLine(line);
      if (parsed && !parsed.ok) throw new Error(line);
      const command = parsed ? parsed.command : ({ verb: 'seat', actor: 'root', uid: 0, role: 'staff' } as const);
      const actor = parsed ? 'root' : 'system';
      const done = execute(machine, command, actor);
      if (!done.ok) throw new Error(done.rejection.message);
      return makeEntry(machine, { actor, command, commandId: `c${i}`, facts: done.facts });
    });
    const victim = (of: typeof entries) =>
      factsOf(
        of.flatMap(({ facts }) => facts),
        'VictimChosen',
      ).map((f) => f.victim.process);
    expect(victim(entries)).toEqual(['db']);
    const own = vary({ spec, entries }, { from: 0, settings: { [RULE_SETTING]: '0 - age' } });
    expect(victim(own.entries)).toEqual(['job']);
    const folded = replay(own.machine.spec, own.entries);
    expect(digest(folded)).toBe(digest(own.machine));
    folded.spec.settings[RULE_SETTING] = 'no rule at all';
    expect(
      replay({ ...own.machine.spec, settings: { [RULE_SETTING]: 'age' } }, own.entries).processes.map((p) => p.name),
    ).toEqual(own.machine.processes.map((p) => p.name));
  });
});
