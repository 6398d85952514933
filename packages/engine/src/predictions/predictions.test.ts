import { describe, expect, it } from 'vitest';
import type { Command, OpenedAnswer, PredictionCommand } from '../commands.ts';
import type { Entry } from '../entry.ts';
import {
  applyEntry,
  boot,
  deserialise,
  digest,
  execute,
  isLate,
  isRight,
  type Machine,
  makeEntry,
  misfit,
  parseLine,
  predictionsOf,
  sealOf,
  serialise,
} from '../index.ts';

const SPEC = { memKb: 262144, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} } as const;
const SALT = '0123456789abcdef'.repeat(2);
const CHOICES = ['db', 'web', 'nobody'];

/** A class of a teacher and two students, and what it sends; every entry is folded into a twin that must stay equal. */
function classroom() {
  const m = boot(SPEC);
  const twin = boot(SPEC);
  const entries: Entry[] = [];
  const send = (actor: string, what: Command | string): string => {
    const parsed = typeof what === 'string' ? parseLine(what) : null;
    if (parsed && !parsed.ok) throw new Error(parsed.rejection.message);
    const command = parsed?.ok ? parsed.command : (what as Command);
    const before = digest(m);
    const done = execute(m, command, actor);
    if (!done.ok) {
      expect(digest(m)).toBe(before);
      return done.rejection.code;
    }
    const entry = makeEntry(m, {
      actor,
      commandId: `c${m.seq}`,
      command,
      facts: JSON.parse(JSON.stringify(done.facts)),
    });
    entries.push(entry);
    applyEntry(twin, entry);
    expect(digest(twin)).toBe(digest(m));
    return 'ok';
  };
  send('system', { verb: 'seat', actor: 'tess', uid: 999, role: 'staff' });
  send('system', { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' });
  send('system', { verb: 'seat', actor: 'ben', uid: 1001, role: 'student' });
  return { m, entries, send };
}

const ask = (more: Partial<Extract<PredictionCommand, { verb: 'ask' }>> = {}): PredictionCommand => ({
  ...{ verb: 'ask', prompt: 'q1', topic: 'next', about: 'victim', question: 'Who dies next?', choices: CHOICES },
  ...more,
});
const seal = (answer: string, prompt = 'q1'): PredictionCommand => ({
  verb: 'seal',
  prompt,
  seal: sealOf({ salt: SALT, answer }),
});
const opened = (answers: Record<string, string>): OpenedAnswer[] =>
  Object.entries(answers).map(([actor, answer]) => ({ actor, answer, salt: SALT }));
const reveal = (answers: Record<string, string>, right?: string): PredictionCommand => ({
  ...{ verb: 'reveal', prompt: 'q1', answers: opened(answers) },
  ...(right === undefined ? {} : { right }),
});
const openOf = (m: Machine) => m.predictions?.[0];
/** Ana's db dies for Ben's touch. */
const KILL = [
  ['ana', 'spawn db'],
  ['ana', 'mmap db pool 170M rw private'],
  ['ana', 'touch db pool 0 170M w'],
  ['ben', 'spawn web'],
  ['ben', 'mmap web cache 120M rw private'],
] as const;
const TOUCH = 'touch web cache 0 120M w';

describe('a pause', () => {
  it('[CLK-1] holds students and the platform’s ticks, not staff', () => {
    const { m, send } = classroom();
    send('tess', { verb: 'clock', action: 'pause' });
    expect(send('ana', 'spawn db')).toBe('PAUSED');
    expect(send('system', 'tick')).toBe('PAUSED');
    expect(send('tess', 'tick')).toBe('ok');
    expect(m.tick).toBe(1);
    expect(send('tess', 'spawn held')).toBe('ok');
    send('tess', { verb: 'clock', action: 'resume' });
    expect(send('ana', 'spawn db')).toBe('ok');
  });
});

describe('predictions', () => {
  it('[PRD-1] members put what the lab keeps and nothing else, and no such question twice at a time', () => {
    const { m, send } = classroom();
    expect(send('ana', ask())).toBe('NO_SEAT');
    expect(send('nobody', ask({ keeper: 'lab' }))).toBe('NO_SEAT');
    expect(send('ana', ask({ keeper: 'lab' }))).toBe('ok');
    expect(openOf(m)).toMatchObject({ by: 'ana', keeper: 'lab' });
    expect(send('ben', ask({ prompt: 'q2', keeper: 'lab' }))).toBe('NO_PROMPT');
    expect(send('ben', ask({ prompt: 'q2', topic: 'piece', keeper: 'lab' }))).toBe('ok');
    expect(send('tess', ask({ prompt: 'q3' }))).toBe('ok');
  });

  it('[PRD-8] a member closes what the lab keeps once every student has answered, but those who are said to be away', () => {
    const { m, entries, send } = classroom();
    send('tess', ask());
    expect(send('ana', { verb: 'close', prompt: 'q1' })).toBe('NO_SEAT');
    send('tess', reveal({}));
    send('ana', ask({ keeper: 'lab' }));
    send('ana', seal('db'));
    expect(send('ana', { verb: 'close', prompt: 'q1' })).toBe('NOT_YET');
    expect(send('ana', { verb: 'close', prompt: 'q1', away: ['tess'] })).toBe('NOT_YET');
    expect(openOf(m)?.isClosed).toBe(false);
    expect(send('ana', { verb: 'close', prompt: 'q1', away: ['ben'] })).toBe('ok');
    expect(entries.at(-1)?.facts).toEqual([{ type: 'PredictionClosed', prompt: 'q1', away: ['ben'] }]);
    expect(predictionsOf(entries).at(-1)).toMatchObject({ keeper: 'lab', by: 'ana', away: ['ben'] });
    expect(send('ben', seal('db'))).toBe('NO_PROMPT');
    expect(send('ana', reveal({ ana: 'db' }))).toBe('NO_SEAT');
    expect(send('system', reveal({ ana: 'db' }))).toBe('ok');
    send('ben', ask({ prompt: 'q2', keeper: 'lab' }));
    send('ana', seal('db', 'q2'));
    send('ben', seal('web', 'q2'));
    expect(send('ben', { verb: 'close', prompt: 'q2' })).toBe('ok');
  });

  it('[PRD-9] what a reveal names as deciding makes later answers late; without a right choice none was right', () => {
    const { entries, send } = classroom();
    send('ana', ask({ about: 'other', keeper: 'lab' }));
    send('ana', seal('db'));
    send('ben', 'spawn web');
    send('ben', seal('db'));
    expect(send('system', { ...reveal({ ana: 'db', ben: 'db' }, 'db'), decidedAt: 6 } as Command)).toBe('ok');
    const [told] = predictionsOf(entries);
    if (!told) throw new Error('nothing was asked');
    expect(told).toMatchObject({ right: ['db'], decidedAt: 6, revealedAt: 8 });
    expect(told.answers.map(({ sealedAt }) => isLate(told, sealedAt))).toEqual([false, true]);
    send('ana', ask({ about: 'other', prompt: 'q2', keeper: 'lab' }));
    send('ana', seal('db', 'q2'));
    send('system', { verb: 'reveal', prompt: 'q2', answers: opened({ ana: 'db' }), decidedAt: 10 });
    const [, none] = predictionsOf(entries);
    expect(none).toMatchObject({ right: [], decidedAt: 10 });
    expect(none && isRight(none, 'db')).toBe(false);
  });

  it('[PRD-7] what was known before a log’s last entries is gone on from, and left as it was', () => {
    const { m, entries, send } = classroom();
    for (const [actor, line] of KILL) send(actor, line);
    send('tess', ask({ prompt: 'q0' }));
    send('tess', { ...reveal({}), prompt: 'q0' } as Command);
    send('ana', ask({ keeper: 'lab' }));
    send('ana', seal('db'));
    const before = predictionsOf(entries);
    const frozen = JSON.stringify(before);
    const from = entries.length;
    send('ben', TOUCH);
    send('system', reveal({ ana: 'db' }));
    const late = predictionsOf(entries.slice(from), m.predictions, before);
    expect(late).toEqual(predictionsOf(entries));
    expect(late).toMatchObject([{ right: ['db'] }, { right: ['db'], answers: [{ sealedAt: 12 }] }]);
    expect(JSON.stringify(before)).toBe(frozen);
  });

  it('[PRD-1] only staff put a question of their own; its choices differ, and so do open questions', () => {
    const { m, send } = classroom();
    expect(send('ana', ask())).toBe('NO_SEAT');
    expect(send('nobody', ask())).toBe('NO_SEAT');
    expect(send('tess', ask({ choices: ['db'] }))).toBe('BAD_LINE');
    expect(send('tess', ask({ choices: ['db', 'db'] }))).toBe('BAD_LINE');
    expect(send('tess', ask({ choices: ['db', ' '] }))).toBe('BAD_LINE');
    expect(send('tess', ask({ choices: Array.from({ length: 25 }, (_, i) => `p${i}`) }))).toBe('BAD_LINE');
    expect(send('tess', ask())).toBe('ok');
    expect(send('tess', ask())).toBe('NO_PROMPT');
    for (let i = 2; i <= 8; i++) expect(send('tess', ask({ prompt: `q${i}` }))).toBe('ok');
    expect(send('tess', ask({ prompt: 'q9' }))).toBe('OVER_QUOTA');
    expect(openOf(m)).toMatchObject({ by: 'tess', askedAt: 4, choices: CHOICES, isClosed: false, seals: [] });
  });

  it('[PRD-2] the entry of an answer holds its hash and nothing else of it', () => {
    const { entries, send } = classroom();
    send('tess', ask());
    expect(send('ana', seal('db'))).toBe('ok');
    const text = JSON.stringify(entries.at(-1));
    expect(text).toContain(sealOf({ salt: SALT, answer: 'db' }));
    expect(text).not.toMatch(/"db"|0123456789abcdef0123/);
    expect(sealOf({ salt: SALT, answer: 'db' })).not.toBe(sealOf({ salt: SALT, answer: 'web' }));
    // echo -n '0123456789abcdef0123456789abcdefdb' | sha256sum
    expect(sealOf({ salt: SALT, answer: 'db' })).toBe(
      'd5750a4f4215a4c1f00b7928c1a94f8ef10e58816b09a6d79528611c1b73332d',
    );
    expect(send('nobody', seal('db'))).toBe('NO_SEAT');
    expect(send('ana', { verb: 'seal', prompt: 'q1', seal: 'db' })).toBe('BAD_LINE');
    expect(send('ana', seal('db', 'q2'))).toBe('NO_PROMPT');
  });

  it('[PRD-3] an answer may be changed until the question is closed; the last one counts', () => {
    const { m, send } = classroom();
    send('tess', ask());
    send('ana', seal('db'));
    send('ben', seal('web'));
    expect(send('ana', seal('nobody'))).toBe('ok');
    expect(openOf(m)?.seals).toEqual([
      { actor: 'ana', seal: sealOf({ salt: SALT, answer: 'nobody' }) },
      { actor: 'ben', seal: sealOf({ salt: SALT, answer: 'web' }) },
    ]);
    expect(send('ben', { verb: 'close', prompt: 'q1' })).toBe('NO_SEAT');
    expect(send('tess', { verb: 'close', prompt: 'q1' })).toBe('ok');
    expect(send('tess', { verb: 'close', prompt: 'q1' })).toBe('NO_PROMPT');
    expect(send('ana', seal('db'))).toBe('NO_PROMPT');
  });

  it('[PRD-4] who dies next is closed by the kill; another question is not', () => {
    const { m, send } = classroom();
    for (const [actor, line] of KILL) send(actor, line);
    send('tess', ask());
    send('tess', ask({ prompt: 'q2', about: 'other', question: 'In which piece?', choices: ['first', 'second'] }));
    expect(send('ana', seal('db'))).toBe('ok');
    send('ben', TOUCH);
    expect(send('ben', seal('db'))).toBe('NO_PROMPT');
    expect(send('ben', seal('first', 'q2'))).toBe('ok');
    expect(m.predictions?.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  });

  it('[PRD-5] a reveal opens all answers, no more and no fewer, each one of the choices', () => {
    const { m, send } = classroom();
    send('tess', ask());
    send('ana', seal('db'));
    send('ben', seal('web'));
    expect(send('ana', reveal({ ana: 'db', ben: 'web' }))).toBe('NO_SEAT');
    expect(send('tess', reveal({ ana: 'db' }))).toBe('BAD_LINE');
    expect(send('tess', reveal({ ana: 'db', ben: 'web', tess: 'db' }))).toBe('BAD_LINE');
    expect(send('tess', reveal({ ana: 'db', tess: 'web' }))).toBe('BAD_LINE');
    expect(send('tess', reveal({ ana: 'db', ben: 'init' }))).toBe('BAD_LINE');
    expect(send('tess', reveal({ ana: 'db', ben: 'web' }, 'init'))).toBe('BAD_LINE');
    const open = openOf(m);
    if (!open) throw new Error('nothing is open');
    expect(misfit(open, opened({ ana: 'db', ben: 'web' }))).toBeNull();
    expect(misfit(open, opened({ ana: 'db', ben: 'db' }))).toBe('ben');
    expect(send('tess', reveal({ ana: 'db', ben: 'web' }))).toBe('ok');
    expect(send('tess', reveal({ ana: 'db', ben: 'web' }))).toBe('NO_PROMPT');
  });

  it('[PRD-6] they change nothing of the computer, work while it is paused, and once revealed leave no trace', () => {
    const { m, send } = classroom();
    for (const [actor, line] of KILL) send(actor, line);
    send('tess', { verb: 'clock', action: 'pause' });
    const before = JSON.parse(serialise(m)) as Machine;
    expect(send('tess', ask())).toBe('ok');
    expect(send('ana', seal('db'))).toBe('ok');
    const { predictions, seq: _seq, ...rest } = JSON.parse(serialise(m)) as Machine;
    expect(predictions).toHaveLength(1);
    const { seq, ...computer } = before;
    expect(rest).toEqual(computer);
    expect(digest(deserialise(serialise(m)))).toBe(digest(m));
    expect(send('tess', reveal({ ana: 'db' }))).toBe('ok');
    expect(JSON.parse(serialise(m))).toEqual({ ...computer, seq: seq + 3 });
    const crashed: Machine = { ...JSON.parse(serialise(boot(SPEC))), seats: m.seats, panic: 'out of memory' };
    expect(execute(crashed, ask(), 'tess').ok).toBe(true);
  });

  it('[PRD-7] right is who was killed next after the asking; nobody, as long as nobody was', () => {
    const { entries, send } = classroom();
    for (const [actor, line] of KILL) send(actor, line);
    send('tess', ask());
    send('ana', seal('nobody'));
    send('ben', seal('db'));
    const [early] = predictionsOf(entries);
    if (!early) throw new Error('nothing was asked');
    expect(CHOICES.map((choice) => isRight(early, choice))).toEqual([null, null, true]);
    expect(early).toMatchObject({
      askedAt: 9,
      sealed: [
        { actor: 'ana', at: 10 },
        { actor: 'ben', at: 11 },
      ],
      answers: [],
    });
    send('ben', TOUCH);
    send('tess', reveal({ ana: 'nobody', ben: 'db' }, 'web'));
    const [late] = predictionsOf(entries);
    if (!late) throw new Error('nothing was asked');
    expect(late).toMatchObject({ right: ['db'], decidedAt: 12, closedAt: 12, revealedAt: 13 });
    expect(late.answers).toEqual([
      { actor: 'ana', answer: 'nobody', sealedAt: 10 },
      { actor: 'ben', answer: 'db', sealedAt: 11 },
    ]);
    expect(CHOICES.map((choice) => isRight(late, choice))).toEqual([true, false, false]);
  });

  it('[PRD-7] a log that is read from its middle on goes by what the machine says is open', () => {
    const { m, entries, send } = classroom();
    for (const [actor, line] of KILL) send(actor, line);
    send('tess', ask());
    send('ana', seal('db'));
    const [open] = predictionsOf([], m.predictions);
    expect(open).toMatchObject({ askedAt: 9, closedAt: null, sealed: [{ actor: 'ana', at: 0 }] });
    const from = entries.length;
    send('ben', seal('web'));
    send('ben', TOUCH);
    expect(predictionsOf(entries.slice(from), m.predictions)).toMatchObject([{ right: ['db'], decidedAt: 12 }]);
    expect(predictionsOf(entries, m.predictions)).toEqual(predictionsOf(entries));
  });

  it('[PRD-7] of another question right is what the reveal says, and nothing is known before', () => {
    const { entries, send } = classroom();
    send('tess', ask({ about: 'other', topic: 'piece', question: 'In which piece?' }));
    send('ana', seal('web'));
    expect(predictionsOf(entries).map((one) => isRight(one, 'nobody'))).toEqual([null]);
    send('tess', reveal({ ana: 'web' }, 'db'));
    expect(predictionsOf(entries)).toMatchObject([{ topic: 'piece', right: ['db'], decidedAt: 6 }]);
    expect(predictionsOf(entries).map((one) => isRight(one, 'web'))).toEqual([false]);
  });
});
