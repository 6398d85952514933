import {
  checkPredicate,
  entriesThat,
  evaluateRubric,
  project,
  questionOutcome,
  rubricOutOf,
  rubricSchema,
  stepIsDone,
} from '@overcommit/coursework';
import {
  commitStatement,
  type Entry,
  listProcesses,
  POLICY_IDS,
  parseLine,
  RULE_SETTING,
  replay,
  vary,
} from '@overcommit/engine';
import { answerWord } from '@overcommit/reading';
import { describe, expect, it } from 'vitest';
import { AVAILABLE_KERNELS, kernelName } from './availability.ts';
import { GLOSSARY } from './glossary.ts';
import { type TaughtLab as Lab, type LabVariant, labAvailability, machineSpecOf, startableVariants } from './lab.ts';
import { HANDS, playStory } from './play.ts';
import { promptText } from './promptText.ts';
import { RECORDINGS } from './recordings.ts';
import { findTaughtLab as findLab, TAUGHT_LABS as LABS, withoutKey } from './teaching.ts';

const SEATS = HANDS;

/** Plays a lab's story on a new machine; a line that does not reach the kernel throws. */
const play = (one: Lab, under: LabVariant, settings: Record<string, string> = {}): Entry[] =>
  playStory(machineSpecOf(one, under, settings), one.story, one.script).entries;
const lab = (slug: string): Lab => findLab(slug) ?? expect.fail(`no lab ${slug}`);
const variant = (of: Lab, id: string): LabVariant =>
  of.variants.find((one) => one.id === id) ?? expect.fail(`no ${id}`);
const answers = (entries: Entry[]) =>
  entries.flatMap((entry) => entry.facts.flatMap((fact) => (fact.type === 'Answered' ? [fact.result] : [])));
const victims = (entries: Entry[]) =>
  entries.flatMap((entry) =>
    entry.facts.flatMap((fact) => (fact.type === 'VictimChosen' ? [[entry.seq, fact.victim.process]] : [])),
  );

describe('the labs', () => {
  it('are thirteen, in order, each with its own slug', () => {
    expect(LABS.map((one) => one.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(new Set(LABS.map((one) => one.slug)).size).toBe(13);
  });

  it.each(LABS.map((one) => [one.slug, one] as const))('%s: says what it needs, and its rubric is one', (_, one) => {
    expect(rubricSchema.safeParse(one.rubric).error).toBeUndefined();
    expect(rubricOutOf(one.rubric)).toBe(1000);
    for (const item of one.rubric.items) {
      if (item.kind !== 'automatic') continue;
      const { scope, earned, evidence } = item;
      expect(checkPredicate(earned, { scope, use: 'earned' }), item.id).toBeNull();
      if (evidence) expect(checkPredicate(evidence, { scope, use: 'evidence' }), item.id).toBeNull();
    }
    const { canStart, reason } = labAvailability(one);
    expect(canStart).toBe(one.needs.every((id) => AVAILABLE_KERNELS.includes(id)));
    expect(reason === null).toBe(canStart);
    if (canStart) expect(startableVariants(one)[0]).toBe(one.variants[0]);
    for (const line of [
      ...one.script,
      ...one.steps.flatMap((step) => step.lines ?? []),
      ...one.story.map((told) => told.line),
    ])
      expect(parseLine(line), line).toMatchObject({ ok: true });
  });

  const playable = LABS.filter((one) => labAvailability(one).canStart).flatMap((one) =>
    startableVariants(one).map((under) => [`${one.slug} under ${under.label}`, one, under] as const),
  );
  it.each(playable)(
    '%s: every line of its story reaches the kernel, and its rubric can be evaluated',
    (_, one, under) => {
      const entries = play(one, under);
      const results = evaluateRubric(one.rubric, { spec: machineSpecOf(one, under), entries }, ['ana', 'ben']);
      expect(results.filter((result) => result.verdict === 'error')).toEqual([]);
    },
  );
});

describe('the questions of the labs', () => {
  const written = LABS.flatMap((one) =>
    one.prompts.flatMap((prompt) => (Array.isArray(prompt.choices) ? [{ one, prompt, choices: prompt.choices }] : [])),
  );

  it.each(written.map((found) => [`${found.one.slug}: ${found.prompt.id}`, found] as const))(
    '%s: the log can tell each choice',
    (_, { prompt, choices }) => {
      expect(Object.keys(prompt.outcome?.choices ?? {})).toEqual(choices);
    },
  );

  it.each([
    ['fork-doubles-the-bill', 'linux-guess', 'used', 'not at all, or by a few kB'],
    ['fork-doubles-the-bill', 'solaris', 'used', 'not at all, or by a few kB'],
    ['always-yes', 'linux-guess', 'big', 'ENOMEM'],
    ['always-yes', 'linux-always', 'big', 'ok'],
    ['always-yes', 'linux-never', 'big', 'ENOMEM'],
    ['exec-saves-the-day', 'linux-guess', 'after', 'it is given back at the exec'],
    ['exec-saves-the-day', 'linux-never', 'after', 'it is never made: the fork is refused'],
    ['the-snapshot-that-grew', 'linux-guess', 'copied', 'about 32 MiB'],
    ['the-snapshot-that-grew', 'solaris', 'copied', 'about 32 MiB'],
    ['the-cliff', 'linux-guess', 'back', 'about 25,600'],
    ['the-database-dies', 'linux-guess', 'piece', 'sixth'],
    ['the-database-dies', 'linux-never', 'piece', 'never'],
    ['the-database-dies', 'solaris', 'piece', 'never'],
    ['solaris-says-no', 'solaris', 'fork', 'ENOMEM'],
    ['solaris-says-no', 'linux-guess', 'fork', 'ok'],
    ['vfork-then-posix-spawn', 'solaris', 'hang', 'child, parent and thread all hang'],
    ['vfork-then-posix-spawn', 'linux-never', 'hang', 'it waits until the thread lets go'],
  ])('%s under %s: the story decides “%s”: %s', (slug, under, id, right) => {
    const one = lab(slug);
    const spec = machineSpecOf(one, variant(one, under));
    const entries = play(one, variant(one, under));
    const rule = one.prompts.find((prompt) => prompt.id === id)?.outcome ?? expect.fail(`no ${id}`);
    const decided = questionOutcome({ spec, entries }, rule, 0) ?? expect.fail('nothing was decided');
    expect(decided.right).toBe(right);
    expect(questionOutcome({ spec, entries: entries.slice(0, decided.at - 1) }, rule, 0)).toBeNull();
    expect(questionOutcome({ spec, entries }, rule, decided.at)?.at ?? Number.POSITIVE_INFINITY).toBeGreaterThan(
      decided.at,
    );
  });
});

describe('the words of a question', () => {
  const six = lab('netscape-1999');
  const victim = six.prompts.find(({ id }) => id === 'victim') ?? expect.fail('no victim');

  it('name the kernel of the machine, and its own rule', () => {
    const under = (id: string, settings = {}) => promptText(victim, machineSpecOf(six, variant(six, id), settings));
    expect(under('linux-2-4')).toBe('When memory runs out under Linux 2.4.20, which process dies first?');
    expect(under('linux-guess')).toBe('When memory runs out under Linux 6.1, which process dies first?');
    expect(under('linux-guess', { [RULE_SETTING]: 'rss' })).toContain('under Linux 6.1, by this machine’s own rule,');
  });

  it('of each question about the next victim name the kernel, and none names another', () => {
    const names = POLICY_IDS.map((id) => kernelName(id));
    for (const { prompts } of LABS) {
      for (const { text, choices } of prompts) {
        if (choices === 'live processes') expect(text).toContain('{kernel}');
        for (const name of names) expect(text).not.toContain(name);
      }
    }
  });
});

describe('the database dies', () => {
  const it4 = lab('the-database-dies');

  it('under guess the killer takes Ana’s db in Ben’s sixth piece, and the rubric finds that entry', () => {
    const entries = play(it4, variant(it4, 'linux-guess'));
    const sixth = SEATS.length + it4.story.findIndex((told) => told.line === 'touch web cache 50M 10M w') + 1;
    expect(victims(entries)).toEqual([[sixth, 'db']]);
    const results = evaluateRubric(it4.rubric, { spec: machineSpecOf(it4, variant(it4, 'linux-guess')), entries }, [
      'ana',
      'ben',
    ]);
    expect(
      results.map(({ itemId, actor, verdict, points, evidence }) => ({
        itemId,
        actor,
        verdict,
        points,
        evidence: evidence.slice(0, 2),
      })),
    ).toEqual([
      { itemId: 'innocent-victim', actor: null, verdict: 'earned', points: 300, evidence: [sixth] },
      { itemId: 'everyone-acted', actor: 'ana', verdict: 'earned', points: 200, evidence: [4, 5] },
      { itemId: 'everyone-acted', actor: 'ben', verdict: 'earned', points: 200, evidence: [9, 10] },
      { itemId: 'fork-refused', actor: null, verdict: 'missed', points: 0, evidence: [] },
      { itemId: 'predicted', actor: 'ana', verdict: 'missed', points: 0, evidence: [] },
      { itemId: 'predicted', actor: 'ben', verdict: 'missed', points: 0, evidence: [] },
    ]);
  });

  it.each(['linux-never', 'solaris'])('under %s the fork is refused with ENOMEM, and nobody dies', (id) => {
    const entries = play(it4, variant(it4, id));
    expect(victims(entries)).toEqual([]);
    expect(answers(entries)[SEATS.length + 3]).toBe('ENOMEM');
    const results = evaluateRubric(it4.rubric, { spec: machineSpecOf(it4, variant(it4, id)), entries }, ['ana', 'ben']);
    expect(results.find((result) => result.itemId === 'fork-refused')).toMatchObject({
      verdict: 'earned',
      evidence: [SEATS.length + 4],
    });
    expect(results.find((result) => result.itemId === 'innocent-victim')).toMatchObject({
      verdict: 'missed',
      points: 0,
    });
  });
});

describe('what the other labs promise', () => {
  it('fork doubles the bill: 40 MiB are promised again, and the rubric sees it', () => {
    const one = lab('fork-doubles-the-bill');
    const under = variant(one, 'linux-guess');
    const [forked] = evaluateRubric(one.rubric, { spec: machineSpecOf(one, under), entries: play(one, under) }, [
      'ana',
    ]);
    expect(forked).toMatchObject({ itemId: 'forked-large', verdict: 'earned', evidence: [SEATS.length + 4] });
  });

  it('exec saves the day: the parent waits until its child has exited, and the rubric finds the exec', () => {
    const one = lab('exec-saves-the-day');
    const under = variant(one, 'linux-guess');
    const entries = play(one, under);
    expect(answers(entries).every((answer) => answer === 'ok')).toBe(true);
    const [found] = evaluateRubric(one.rubric, { spec: machineSpecOf(one, under), entries }, ['ana']);
    expect(found).toMatchObject({ itemId: 'fork-then-exec', verdict: 'earned' });
    expect(found?.evidence[0]).toBe(SEATS.length + 6);
  });

  it('exec saves the day: under mode 2 a shell of 70 MiB cannot start a small program by fork', () => {
    const one = lab('exec-saves-the-day');
    const entries = play(one, variant(one, 'linux-never'));
    expect(answers(entries)[SEATS.length + 3]).toBe('ENOMEM');
    expect(victims(entries)).toEqual([]);
  });

  it('exec saves the day: one page is charged beside the old image, the rest when that is gone', () => {
    const one = lab('exec-saves-the-day');
    const exec = play(one, variant(one, 'linux-guess')).find(({ command }) => command.verb === 'exec');
    const told = exec?.facts.flatMap((fact): (string | number)[] =>
      fact.type === 'ChargeDecided' ? [fact.asked] : fact.type === 'SpaceChanged' ? ['the old image goes'] : [],
    );
    expect(told).toEqual([1, 'the old image goes', 176]);
  });

  it('always yes: three forks and two grants of 200 MiB under 0 and 1, none under 2; 300 MiB tell 0 and 1 apart', () => {
    const one = lab('always-yes');
    const tail = (id: string) => answers(play(one, variant(one, id))).slice(-7);
    expect(tail('linux-guess')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ENOMEM']);
    expect(tail('linux-always')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok']);
    expect(tail('linux-never')).toEqual(['ENOMEM', 'ENOMEM', 'ENOMEM', 'ok', 'ENOMEM', 'ENOMEM', 'ENOMEM']);
  });

  it('the knobs: the protected database holds the most and lives, and two others die for it', () => {
    const one = lab('the-knobs');
    const died = victims(play(one, variant(one, 'linux-guess'))).map(([, name]) => name);
    expect(died).toEqual(['job', 'web']);
  });

  it('the knobs: under mode 2 the ratio decides which request is refused first', () => {
    const one = lab('the-knobs');
    const firstRefused = (id: string) => {
      const again = one.steps.flatMap((step) => step.again ?? []).find((under) => under.id === id);
      const entries = play(one, again ?? expect.fail(id));
      return entries.find((entry) => answerWord(entry) === 'ENOMEM')?.command;
    };
    expect(firstRefused('ratio-80')).toMatchObject({ verb: 'mmap', process: 'job' });
    expect(firstRefused('ratio-30')).toMatchObject({ verb: 'mmap', process: 'db' });
  });

  it('Netscape, 2001: under 2.4 the browser dies in the compiler’s touch, under 6.1 the compiler itself', () => {
    const one = lab('netscape-1999');
    const died = (id: string) => victims(play(one, variant(one, id))).map(([, name]) => name);
    expect(died('linux-2-4')[0]).toBe('netscape');
    expect(died('linux-guess')[0]).toBe('cc1');
  });

  it('Netscape, 2001: after 30,000 ticks age and CPU time tell, and the fresh compiler dies', () => {
    const one = lab('netscape-1999');
    expect(victims(play(one, variant(one, 'linux-2-4'))).map(([, name]) => name)).toEqual(['netscape', 'cc1plus']);
  });

  it('AIX warns first: the cache gives its memory back, the youngest is killed, then the batch job; early allocation refuses it instead', () => {
    const one = lab('aix-warns-first');
    const late = play(one, variant(one, 'aix-late'));
    const signals = late.flatMap((entry) =>
      entry.facts.some(({ type }) => type === 'DangerSignalled') ? [entry.seq] : [],
    );
    expect(victims(late).map(([, name]) => name)).toEqual(['job', 'batch']);
    expect(signals[0]).toBeLessThan(victims(late)[0]?.[0] as number);
    const early = play(one, variant(one, 'aix-early'));
    expect(victims(early)).toEqual([]);
    expect(answers(early)).toContain('ENOMEM');
  });

  it('Solaris says no: the fork is refused, and granted once 70 MiB were given back', () => {
    const one = lab('solaris-says-no');
    expect(answers(play(one, variant(one, 'solaris'))).slice(-4)).toEqual(['ENOMEM', 'ok', 'ok', 'ok']);
  });
});

describe('what the newer labs promise', () => {
  it('the snapshot that grew: reading copies nothing, the first write of 32 MiB copies them, the second nothing', () => {
    const one = lab('the-snapshot-that-grew');
    const entries = play(one, variant(one, 'linux-guess'));
    const free = (n: number) =>
      commitStatement(replay(machineSpecOf(one, variant(one, 'linux-guess')), entries, n)).freePages;
    const at = (line: string, nth = 0) =>
      SEATS.length + (one.story.flatMap((told, i) => (told.line === line ? [i + 1] : []))[nth] ?? 0);
    const cost = (line: string, nth = 0) => free(at(line, nth) - 1) - free(at(line, nth));
    // A few pages are page tables and program text.
    expect(cost('touch bgsave data 0 64M r')).toBeLessThan(8);
    expect(Math.abs(cost('touch redis data 0 32M w') - 32 * 256)).toBeLessThan(8);
    expect(cost('touch redis data 0 32M w', 1)).toBe(0);
    expect(-cost('exit bgsave 0')).toBeGreaterThanOrEqual(32 * 256);
  });

  it('killed with memory to spare: the pod’s largest dies while RAM is free, and all of the pod that says so', () => {
    const one = lab('killed-with-memory-to-spare');
    const spec = machineSpecOf(one, variant(one, 'linux-guess'));
    const entries = play(one, variant(one, 'linux-guess'));
    const kills = victims(entries);
    expect(kills.map(([, name]) => name)).toEqual(['app', 'app2']);
    const machine = replay(spec, entries, (kills[0]?.[0] as number) - 1);
    expect(commitStatement(machine).freePages).toBeGreaterThan(60 * 256);
    expect(listProcesses(machine).find(({ rank }) => rank === 1)?.name).toBe('db');
    const ended = entries.at(-1)?.facts.flatMap((fact) => (fact.type === 'ProcessEnded' ? [fact.process] : []));
    expect(ended?.sort()).toEqual(['app2', 'pause2', 'side2']);
  });

  it('the cliff: in turn nothing is read back; 45 MiB too much cost a whole round of 25,600 pages', () => {
    const one = lab('the-cliff');
    const spec = machineSpecOf(one, variant(one, 'linux-guess'));
    const entries = play(one, variant(one, 'linux-guess'));
    const rows = project({ spec, entries }, 'all').entries.filter(({ verb }) => verb === 'touch');
    // 100 MiB of data, and one page of the stack.
    expect(rows.map(({ swappedInPages }) => swappedInPages)).toEqual([0, 0, 0, 0, 0, 25_601, 25_601]);
    const swapped = commitStatement(replay(spec, entries, rows[4]?.seq)).swapUsedPages;
    expect(swapped).toBeGreaterThan(44 * 256);
    expect(swapped).toBeLessThan(46 * 256);
  });
});

describe('the handouts', () => {
  const taught = LABS.flatMap((one) =>
    one.variants.map((under) => [`${one.slug} under ${under.label}`, one, under] as const),
  );

  it.each(taught)('%s: each step is done by its own last line or before, and stays done', (_, one, under) => {
    const spec = machineSpecOf(one, under);
    const entries = play(one, under);
    const first = entries.length - one.story.length;
    let sent = first;
    for (const { id, lines = [], doneWhen } of one.steps) {
      sent += lines.length;
      if (lines.length === 0) expect(doneWhen, id).toBeUndefined();
      else {
        const isDone = entries
          .slice(first)
          .map((_entry, i) => stepIsDone({ spec, entries: entries.slice(0, first + i + 1) }, doneWhen ?? 'missing'));
        const from = isDone.indexOf(true);
        expect(from, `${id} is never done`).toBeGreaterThanOrEqual(0);
        expect(from + first + 1, `${id} is done by a later step`).toBeLessThanOrEqual(sent);
        expect(isDone.slice(from).every(Boolean), `${id} does not stay done`).toBe(true);
      }
    }
  });

  it.each(LABS.map((one) => [one.slug, one] as const))('%s: ids, questions and keys belong together', (_, one) => {
    const ids = one.steps.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const asked = one.steps.flatMap(({ ask }) => ask ?? []);
    expect(new Set(asked).size).toBe(asked.length);
    const choices = one.prompts.filter((prompt) => prompt.choices).map(({ id }) => id);
    for (const id of asked) expect(choices).toContain(id);
    for (const { again = [] } of one.steps) for (const under of again) expect(() => play(one, under)).not.toThrow();
    const [usual = expect.fail('no variant')] = one.variants;
    const log = { spec: machineSpecOf(one, usual), entries: play(one, usual) };
    expect(one.answers.map(({ prompt }) => prompt).sort()).toEqual(one.prompts.map(({ id }) => id).sort());
    for (const { prompt, shownBy } of one.answers) expect(entriesThat(log, shownBy), prompt).not.toEqual([]);
    for (const item of one.rubric.items) if (item.kind === 'manual') expect(item.guidance, item.id).toBeTruthy();
    expect(JSON.stringify(withoutKey(one))).not.toMatch(/doneWhen|guidance|rubric|outcome"|misconception/);
  });
});

describe('vfork, then posix_spawn', () => {
  const ten = lab('vfork-then-posix-spawn');
  const answerTo = (entries: Entry[], line: string, nth = 0) => {
    const at = ten.story.flatMap((told, i) => (told.line === line ? [i + SEATS.length] : []))[nth] as number;
    return entries[at]?.facts.at(-1);
  };

  it('under Solaris fork is refused and vfork is not; a stopped thread’s lock hangs child, parent and thread', () => {
    const entries = play(ten, variant(ten, 'solaris'));
    expect(answerTo(entries, 'fork editor ls')).toMatchObject({ result: 'ENOMEM' });
    expect(answerTo(entries, 'vfork editor ls')).toMatchObject({ result: 'ok' });
    const found = entries.flatMap(({ facts }) => facts.filter((fact) => fact.type === 'DeadlockFound'));
    expect(found).toMatchObject([{ cycle: ['fmt', 'editor.saver', 'fmt'] }]);
    for (const line of ['unlock editor.saver heap', 'touch editor text 0 4K w'])
      expect(answerTo(entries, line)).toMatchObject({ result: 'EAGAIN' });
  });

  it('two answers of the fourth step differ between Solaris and Linux: the lock’s and the unlock’s', () => {
    const fourth = ['vfork editor fmt', 'lock fmt heap', 'unlock editor.saver heap', 'touch editor text 0 4K w'];
    const under = (id: string) => {
      const entries = play(ten, variant(ten, id));
      return fourth.map((line) => {
        const at = ten.story.findIndex((told) => told.line === line) + SEATS.length;
        const entry = entries[at] ?? expect.fail(line);
        return [answerWord(entry), entry.facts.some(({ type }) => type === 'DeadlockFound')];
      });
    };
    const [solaris, linux] = [under('solaris'), under('linux-never')];
    expect(fourth.filter((_, i) => JSON.stringify(solaris[i]) !== JSON.stringify(linux[i]))).toEqual([
      'lock fmt heap',
      'unlock editor.saver heap',
    ]);
  });

  it('posix_spawn takes a lock of its own, and nothing hangs', () => {
    const entries = play(ten, variant(ten, 'solaris'));
    expect(answerTo(entries, 'lock fmt heap', 1)).toEqual({ type: 'Answered', result: 'ok' });
    expect(answerTo(entries, 'exit fmt 0')).toMatchObject({ result: 'ok' });
  });

  it('under Linux the lock’s owner is not stopped, and lets go', () => {
    const entries = play(ten, variant(ten, 'linux-never'));
    expect(answerTo(entries, 'unlock editor.saver heap')).toMatchObject({ result: 'ok' });
  });
});

describe('who do we throw out', () => {
  const five = lab('who-do-we-throw-out');
  const under = variant(five, 'linux-guess');

  it('without a rule the old database goes, by a rule for the young and big the compiler', () => {
    expect(victims(play(five, under)).map(([, name]) => name)).toEqual(['db']);
    const rule = { [RULE_SETTING]: 'uid == 0 ? 0 : rss / (age + 1)' };
    expect(victims(play(five, under, rule)).map(([, name]) => name)).toEqual(['cc1']);
  });

  it.each(RECORDINGS.map((one) => [one.id, one] as const))(
    'its recording %s runs out of memory, and rules differ about it',
    (_, one) => {
      const { spec, entries } = playStory(one.spec, one.story, one.script);
      const under = (rule: string) =>
        victims(vary({ spec, entries }, { from: 0, settings: { [RULE_SETTING]: rule } }).entries).map(
          ([, name]) => name,
        );
      const kernels = victims(entries).map(([, name]) => name);
      expect(kernels.length).toBeGreaterThan(0);
      expect([under('asks'), under('0 - age'), under('own')].some((those) => String(those) !== String(kernels))).toBe(
        true,
      );
      expect(under('points')).toEqual(kernels);
    },
  );
});

describe('the glossary', () => {
  it('has each term once, and refers only to terms that it has', () => {
    const terms = GLOSSARY.map((one) => one.term);
    expect(new Set(terms).size).toBe(terms.length);
    expect(GLOSSARY.flatMap((one) => one.see ?? []).filter((other) => !terms.includes(other))).toEqual([]);
  });
});
