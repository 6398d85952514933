import { checkPredicate, evaluateRubric, questionOutcome, rubricOutOf, rubricSchema } from '@overcommit/coursework';
import { type Entry, POLICY_IDS, parseLine, RULE_SETTING, vary } from '@overcommit/engine';
import { answerWord } from '@overcommit/reading';
import { describe, expect, it } from 'vitest';
import { AVAILABLE_KERNELS, kernelName } from './availability.ts';
import { GLOSSARY } from './glossary.ts';
import { type Lab, type LabVariant, labAvailability, machineSpecOf, startableVariants } from './lab.ts';
import { findLab, LABS } from './labs/index.ts';
import { HANDS, playStory } from './play.ts';
import { promptText } from './promptText.ts';
import { RECORDINGS } from './recordings.ts';

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

describe('the ten labs', () => {
  it('are ten, in order, each with its own slug', () => {
    expect(LABS.map((one) => one.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(LABS.map((one) => one.slug)).size).toBe(10);
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
    '%s: every line of its story and steps reaches the kernel, and its rubric can be evaluated',
    (_, one, under) => {
      const entries = play(one, under);
      const results = evaluateRubric(one.rubric, { spec: machineSpecOf(one, under), entries }, ['ana', 'ben']);
      expect(results.filter((result) => result.verdict === 'error')).toEqual([]);
      const steps = one.steps.flatMap((step) => (step.lines ?? []).map((line) => ({ hand: 'staff' as const, line })));
      expect(() => play({ ...one, story: steps }, under)).not.toThrow();
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
    ['always-yes', 'linux-guess', 'third', 'ok'],
    ['always-yes', 'linux-always', 'third', 'ok'],
    ['always-yes', 'linux-never', 'third', 'ENOMEM'],
    ['exec-saves-the-day', 'linux-guess', 'after', 'under 1 MiB'],
    ['exec-saves-the-day', 'linux-never', 'after', 'there is no child'],
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
    expect(found).toMatchObject({ itemId: 'fork-then-exec', verdict: 'earned', evidence: [SEATS.length + 6] });
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

  it('always yes: three forks are granted under 0 and 1, none under 2; 8 GiB tell 0 and 1 apart', () => {
    const one = lab('always-yes');
    const tail = (id: string) => answers(play(one, variant(one, id))).slice(-5);
    expect(tail('linux-guess')).toEqual(['ok', 'ok', 'ok', 'ok', 'ENOMEM']);
    expect(tail('linux-always')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(tail('linux-never')).toEqual(['ENOMEM', 'ENOMEM', 'ENOMEM', 'ok', 'ENOMEM']);
  });

  it('the knobs: the protected database holds the most and lives, and two others die for it', () => {
    const one = lab('the-knobs');
    const died = victims(play(one, variant(one, 'linux-guess'))).map(([, name]) => name);
    expect(died).toEqual(['job', 'web']);
  });

  it('Netscape, 2001: under 2.4 the browser dies in the compiler’s touch, under 6.1 the compiler itself', () => {
    const one = lab('netscape-1999');
    const died = (id: string) => victims(play(one, variant(one, id))).map(([, name]) => name);
    expect(died('linux-2-4')).toEqual(['netscape']);
    expect(died('linux-guess')).toEqual(['cc1']);
  });

  it('AIX warns first: the cache gives its memory back, the batch job is killed; early allocation refuses it instead', () => {
    const one = lab('aix-warns-first');
    const late = play(one, variant(one, 'aix-late'));
    expect(victims(late).map(([, name]) => name)).toEqual(['batch']);
    const early = play(one, variant(one, 'aix-early'));
    expect(victims(early)).toEqual([]);
    expect(answers(early)).toContain('ENOMEM');
  });

  it('Solaris says no: the fork is refused, and granted once 70 MiB were given back', () => {
    const one = lab('solaris-says-no');
    expect(answers(play(one, variant(one, 'solaris'))).slice(-4)).toEqual(['ENOMEM', 'ok', 'ok', 'ok']);
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
