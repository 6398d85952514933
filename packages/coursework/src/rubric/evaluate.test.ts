import {
  boot,
  type Command,
  type Entry,
  execute,
  type MachineSpec,
  makeEntry,
  parseLine,
  sealOf,
} from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { evaluateRubric, upTo } from './evaluate.ts';
import { MomentError, momentsOf } from './moments.ts';
import { type LogSource, project } from './project.ts';
import type { AutomaticItem } from './rubric.ts';

const SPEC: MachineSpec = { memKb: 256 * 1024, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} };

/** A log of two people: `a:` is Ana's line, `b:` Ben's; a command of the platform's comes from it, or from who is named. */
function logOf(lines: (string | Command | [actor: string, Command])[], spec: MachineSpec = SPEC): LogSource {
  const machine = boot(spec);
  const entries: Entry[] = [];
  const send = (actor: string, command: Entry['command']): void => {
    const done = execute(machine, command, actor);
    if (!done.ok) throw new Error(`${command.verb}: ${done.rejection.message}`);
    entries.push(makeEntry(machine, { actor, command, commandId: `c${entries.length}`, facts: done.facts }));
  };
  send('system', { verb: 'seat', actor: 'ana', uid: 1001, role: 'student' });
  send('system', { verb: 'seat', actor: 'ben', uid: 1002, role: 'student' });
  for (const line of lines) {
    if (typeof line !== 'string') {
      const [actor, command] = Array.isArray(line) ? line : ['system', line];
      send(actor, command);
      continue;
    }
    const parsed = parseLine(line.slice(2));
    if (!parsed.ok) throw new Error(parsed.rejection.message);
    send(line.startsWith('a') ? 'ana' : 'ben', parsed.command);
  }
  return { spec, entries };
}

const KILL = [
  'a:spawn db',
  'a:mmap db pool 150M rw private',
  'a:touch db pool 0 150M w',
  'b:spawn web',
  'b:mmap web cache 200M rw private',
  'b:touch web cache 0 100M w',
];
const item = (change: Partial<AutomaticItem>): AutomaticItem => ({
  kind: 'automatic',
  id: 'x',
  title: 'X',
  scope: 'group',
  outOf: 300,
  earned: 'true',
  ...change,
});
const judge = (change: Partial<AutomaticItem>, log: LogSource, members = ['ana', 'ben']) =>
  evaluateRubric({ items: [item(change)] }, log, members);

describe('projections of a log', () => {
  it('tell commands, kills with both owners, and the last entry', () => {
    const found = project(logOf(KILL));
    expect(found.entries).toHaveLength(6);
    expect(found.entries[0]).toMatchObject({
      seq: 3,
      actor: 'ana',
      verb: 'spawn',
      process: 'db',
      line: 'spawn db',
      result: 'ok',
      ok: true,
    });
    expect(found.kills).toMatchObject([
      { seq: 8, victim: 'db', victimOwner: 'ana', trigger: 'web', triggerOwner: 'ben', policy: 'linux-6.1' },
    ]);
    expect(found.entries.at(-1)?.died).toEqual(['db']);
    expect(found.last).toBe(8);
  });

  it('tell forks with what they asked for, whether they were refused, and whether the child called exec', () => {
    const lines = ['a:spawn sh', 'a:mmap sh heap 40M rw private', 'a:fork sh ls', 'a:exec ls', 'a:fork sh idle'];
    expect(project(logOf(lines)).forks).toMatchObject([
      { seq: 5, parent: 'sh', child: 'ls', ok: true, askedKb: 41_668, execedAt: 6 },
      { seq: 7, child: 'idle', ok: true, execedAt: 0 },
    ]);
    const strict = logOf(['a:spawn db', 'a:mmap db pool 110M rw private', 'a:fork db bgsave'], {
      ...SPEC,
      settings: { 'vm/overcommit_memory': '2' },
    });
    expect(project(strict).forks).toMatchObject([{ ok: false, errno: 'ENOMEM' }]);
    expect(project(strict).refusals).toMatchObject([
      { seq: 5, actor: 'ana', verb: 'fork', process: 'db', errno: 'ENOMEM' },
    ]);
  });

  it('an answer such as EPERM is no refusal of memory', () => {
    const found = project(logOf(['a:spawn db', 'b:exit db 0']));
    expect(found.entries.at(-1)).toMatchObject({ actor: 'ben', result: 'EPERM', ok: false });
    expect(found.refusals).toEqual([]);
  });

  it('tell predictions: who answered what and when, and whether it came true', () => {
    const salt = '5a17'.repeat(8);
    const sealed = (answer: string): Command => ({ verb: 'seal', prompt: 'q', seal: sealOf({ salt, answer }) });
    const opened = (actor: string, answer: string) => ({ actor, answer, salt });
    const quiet = logOf(KILL.slice(0, -1));
    const log = logOf([
      ...KILL.slice(0, -1),
      { verb: 'ask', prompt: 'q', topic: 'next', about: 'victim', question: 'Who?', choices: ['db', 'web', 'nobody'] },
      ['ana', sealed('web')],
      ['ben', sealed('db')],
    ]);
    const at = quiet.entries.length;
    expect(project(log).predictions).toMatchObject([
      { seq: at + 2, actor: 'ana', prompt: 'next', answer: '', right: false, askedAt: at + 1, revealedAt: 0 },
      { seq: at + 3, actor: 'ben', answer: '', right: false, decidedAt: 0 },
    ]);
    const told = logOf([
      ...KILL.slice(0, -1),
      { verb: 'ask', prompt: 'q', topic: 'next', about: 'victim', question: 'Who?', choices: ['db', 'web', 'nobody'] },
      ['ana', sealed('web')],
      ['ben', sealed('db')],
      ...KILL.slice(-1),
      { verb: 'reveal', prompt: 'q', answers: [opened('ana', 'web'), opened('ben', 'db')] },
    ]);
    expect(project(told).predictions).toMatchObject([
      { actor: 'ana', answer: 'web', right: false, revealedAt: at + 5, decidedAt: at + 4 },
      { actor: 'ben', answer: 'db', right: true, revealedAt: at + 5, decidedAt: at + 4 },
    ]);
    expect(project(told).entries.map(({ verb }) => verb)).not.toContain('seal');
  });

  it('are empty for an empty log', () => {
    expect(project({ spec: SPEC, entries: [] })).toEqual({
      entries: [],
      staff: [],
      taken: [],
      kills: [],
      refusals: [],
      forks: [],
      predictions: [],
      last: 0,
    });
  });
});

describe('moments of a log', () => {
  it('are what the machine was after an entry, forwards and back', () => {
    const log = logOf(KILL);
    const moments = momentsOf(log);
    expect(moments.processes(8).map((one) => one.name)).toEqual(['web']);
    expect(moments.processes(7).map((one) => [one.name, one.owner])).toEqual([
      ['db', 'ana'],
      ['web', 'ben'],
    ]);
    expect(moments.commit(0).promisedKb).toBeLessThan(moments.commit(7).promisedKb);
    expect(() => moments.commit(9)).toThrow(MomentError);
  });

  it('cost a bounded amount of folding', () => {
    const log = logOf(KILL);
    const [result] = judge(
      { earned: 'entries.all(e, entries.all(f, commit(e.seq).ramKb == commit(f.seq).ramKb))' },
      log,
    );
    expect(result).toMatchObject({ verdict: 'earned' });
    const long = {
      spec: SPEC,
      entries: Array.from({ length: 400 }, () => log.entries)
        .flat()
        .map((entry, index) => ({ ...entry, seq: index + 1, facts: [] })),
    };
    const zigzag = 'entries.all(e, commit(e.seq).ramKb > 0 && commit(last - e.seq).ramKb > 0)';
    expect(judge({ earned: zigzag }, long)[0]).toMatchObject({
      verdict: 'error',
      explanation: expect.stringContaining('too many different moments'),
    });
  });
});

describe('an automatic item', () => {
  const log = logOf(KILL);

  it('is earned with the entries that earned it', () => {
    const [result] = judge(
      { earned: 'kills.exists(k, k.victim != k.trigger)', evidence: 'kills', whenEarned: 'It died.' },
      log,
    );
    expect(result).toEqual({
      itemId: 'x',
      actor: null,
      verdict: 'earned',
      points: 300,
      outOf: 300,
      explanation: 'It died.',
      evidence: [8],
    });
  });

  it('of each member is judged for each, with partial credit', () => {
    const results = judge(
      { scope: 'member', earned: 'double(size(mine)) / 6.0', evidence: 'mine', whenNot: 'Six are wanted.' },
      logOf(KILL.slice(0, 4)),
    );
    expect(results).toMatchObject([
      { actor: 'ana', verdict: 'partly', points: 150, explanation: '1.5 of 3. Six are wanted.', evidence: [3, 4, 5] },
      { actor: 'ben', verdict: 'partly', points: 50, evidence: [6] },
    ]);
  });

  it('gives no more and no less than it is worth', () => {
    expect(judge({ earned: '7' }, log)[0]).toMatchObject({ verdict: 'earned', points: 300 });
    expect(judge({ earned: '-7' }, log)[0]).toMatchObject({ verdict: 'missed', points: 0 });
  });

  it.each([
    ['kils.size() > 0', 'Could not be evaluated: Unknown variable: kils (column 1).'],
    ['"yes"', 'Could not be evaluated: the expression must yield true, false or a number from 0 to 1.'],
    ['commit(99).ramKb > 0', 'Could not be evaluated: there is no entry 99: this log ends at 8.'],
    ['0.0 / 0.0', 'Could not be evaluated: the expression must yield true, false or a number from 0 to 1.'],
  ])(
    'with the expression %s says that it could not be evaluated, and the others are judged all the same',
    (earned, explanation) => {
      const results = evaluateRubric({ items: [item({ id: 'bad', earned }), item({ id: 'good' })] }, log, []);
      expect(results[0]).toMatchObject({ verdict: 'error', points: 0 });
      expect(results[0]?.explanation).toBe(explanation);
      expect(results[1]).toMatchObject({ verdict: 'earned', points: 300 });
    },
  );

  it('keeps its points when only the evidence is wrong, and says so', () => {
    expect(judge({ evidence: 'nope' }, log)[0]).toMatchObject({
      verdict: 'earned',
      points: 300,
      evidence: [],
      explanation: 'The log shows it. The evidence could not be found: Unknown variable: nope.',
    });
  });

  it('of a log that was handed in sees nothing of what came later', () => {
    const early = { ...log, entries: upTo(log.entries, 7) };
    expect(judge({ earned: 'size(kills) > 0' }, early)[0]?.verdict).toBe('missed');
  });

  it('gives the same results each time', () => {
    const once = judge({ earned: 'processes(last).exists(p, p.name == "web")', evidence: 'entries' }, log);
    expect(judge({ earned: 'processes(last).exists(p, p.name == "web")', evidence: 'entries' }, log)).toEqual(once);
  });
});
