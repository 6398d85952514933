import { evaluateRubric, rubricOutOf, rubricSchema } from '@overcommit/coursework';
import { boot, type Entry, execute, makeEntry, parseLine } from '@overcommit/engine';
import { describe, expect, it } from 'vitest';
import { AVAILABLE_KERNELS } from './availability.ts';
import { GLOSSARY } from './glossary.ts';
import { type Lab, type LabVariant, labAvailability, machineSpecOf, startableVariants } from './lab.ts';
import { findLab, LABS } from './labs/index.ts';

const SEATS = [
  { actor: 'ana', uid: 1001, role: 'student' },
  { actor: 'ben', uid: 1002, role: 'student' },
  { actor: 'staff', uid: 0, role: 'staff' },
] as const;

/** Plays a lab's story on a new machine; a line that does not reach the kernel throws. */
function play(lab: Lab, variant: LabVariant): Entry[] {
  const machine = boot(machineSpecOf(lab, variant));
  const entries: Entry[] = [];
  const send = (actor: string, command: Entry['command']): void => {
    const done = execute(machine, command, actor);
    if (!done.ok) throw new Error(`${command.verb}: ${done.rejection.message}`);
    entries.push(makeEntry(machine, { actor, command, commandId: `c${entries.length}`, facts: done.facts }));
  };
  for (const seat of SEATS) send('system', { verb: 'seat', ...seat });
  for (const { hand, line } of lab.story) {
    const parsed = parseLine(line);
    if (!parsed.ok) throw new Error(`${line}: ${parsed.rejection.message}`);
    send(hand, parsed.command);
  }
  return entries;
}
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
    const { canStart, reason } = labAvailability(one);
    expect(canStart).toBe(
      one.needs.kernels.every((id) => AVAILABLE_KERNELS.includes(id)) && one.needs.features.length === 0,
    );
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

  it('Netscape, 1999: under 2.4 the browser dies in the compiler’s touch, under 6.1 the compiler itself', () => {
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

describe('the glossary', () => {
  it('has each term once, and refers only to terms that it has', () => {
    const terms = GLOSSARY.map((one) => one.term);
    expect(new Set(terms).size).toBe(terms.length);
    expect(GLOSSARY.flatMap((one) => one.see ?? []).filter((other) => !terms.includes(other))).toEqual([]);
  });
});
