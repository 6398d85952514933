import { describe, expect, it } from 'vitest';
import {
  blankLab,
  labFile,
  labProblems,
  MOST_LAB_CHARACTERS,
  type OwnLab,
  ownLabFrom,
  readLabFile,
  taughtLabOf,
} from './ownLab.ts';
import { TAUGHT_LABS, withoutKey } from './teaching.ts';

const places = (change: Partial<OwnLab>) =>
  labProblems({ ...blankLab(), ...change }).map(({ place, message }) => `${place}: ${message}`);

describe('a lab that an instructor wrote', () => {
  it.each(TAUGHT_LABS.map((lab) => [lab.slug, lab] as const))(
    'goes on from %s, through a file, without a problem',
    (_, lab) => {
      const own = ownLabFrom(lab);
      expect(labProblems(own)).toEqual([]);
      expect(readLabFile(labFile(own))).toEqual({ ok: true, lab: own });
      expect(taughtLabOf(own, lab.slug)).toMatchObject({ steps: lab.steps, prompts: lab.prompts, rubric: lab.rubric });
    },
  );

  it('begins with nothing, which can be used', () => {
    expect(labProblems(blankLab())).toEqual([]);
  });

  it('says what is wrong in which line, step and column', () => {
    expect(places({ script: ['spawn db', 'mmpa db pool 1M'] })[0]).toMatch(/^Starting script, line 2: /);
    const step = { id: 'one', who: 'anyone' as const, say: 'Go.', lines: ['spawn a', 'fork'] };
    expect(places({ steps: [step] })[0]).toMatch(/^Step 1, line 2: /);
    expect(places({ steps: [{ ...step, lines: [], doneWhen: 'kills.exists(k, k.vctim == "a")' }] })).toEqual([
      'Step 1, done when, column 19: No such key: vctim',
    ]);
    expect(places({ steps: [{ ...step, lines: [], ask: 'none' }] })).toEqual(['Step 1: there is no question “none”']);
    expect(
      places({
        steps: [
          { ...step, lines: [] },
          { ...step, lines: [] },
        ],
      }),
    ).toEqual(['Steps: “one” stands twice']);
    const item = { kind: 'automatic' as const, id: 'x', title: 'X', scope: 'group' as const, outOf: 1, earned: 'mine' };
    expect(places({ rubric: { items: [item] } })[0]).toMatch(/^Rubric, “X”, earned, column 1: /);
    const outcome = { by: 'kills', choices: { c: 'true' } };
    const prompt = { id: 'p', kind: 'prediction' as const, text: '?', choices: ['a', 'b'], outcome };
    expect(places({ prompts: [prompt] })).toEqual(['Question “p”: “c” is none of its choices']);
  });

  it('a file that is none is refused with the place', () => {
    const file = (lab: unknown) => JSON.stringify({ format: 'overcommit-lab', version: 1, lab });
    expect(readLabFile('{"a":')).toMatchObject({ problem: expect.stringContaining('not JSON') });
    expect(readLabFile('{}')).toMatchObject({ problem: expect.stringContaining('not a lab') });
    expect(readLabFile(file({ ...blankLab(), minutes: 'many' }))).toMatchObject({
      problem: expect.stringMatching(/^minutes: /),
    });
    const kernel = { id: 'x', label: 'X', policy: 'minix', settings: {} };
    expect(readLabFile(file({ ...blankLab(), variants: [kernel] }))).toMatchObject({
      problem: expect.stringMatching(/^variants.0.policy: `minix`/),
    });
    expect(readLabFile('x'.repeat(5_000_000))).toMatchObject({ problem: expect.stringContaining('too large') });
    expect(MOST_LAB_CHARACTERS).toBeGreaterThan(
      10 * Math.max(...TAUGHT_LABS.map((lab) => labFile(ownLabFrom(lab)).length)),
    );
  });

  it('goes to students without rubric, answers, predicates and outcomes', () => {
    const [lab] = TAUGHT_LABS;
    if (!lab) throw new Error('there is a lab');
    const plain = JSON.stringify(withoutKey(taughtLabOf(ownLabFrom(lab), 'own-x-1')));
    for (const word of ['rubric', 'answers', 'doneWhen', 'outcome', 'earned', 'guidance'])
      expect(plain).not.toContain(`"${word}"`);
  });
});
