import type { Prediction } from '@overcommit/engine';
import type { LabPrompt } from '@overcommit/handbook';
import { votersAmong } from '@overcommit/reading';
import { expect, it } from 'vitest';
import { barsOf, isOpen, missingFrom, outcomeSentence, puttable } from './predictions.ts';

const asked: Prediction = {
  ...{ prompt: 'q', topic: 'next', about: 'victim', question: 'Who dies next?', choices: ['db', 'web', 'nobody'] },
  ...{ by: 'tess', askedAt: 4, sealed: [{ actor: 'ana', at: 5 }], closedAt: null, revealedAt: null },
  ...{ answers: [], right: null, decidedAt: null },
};
const answers = [
  { actor: 'ana', answer: 'db', sealedAt: 5 },
  { actor: 'ben', answer: 'db', sealedAt: 6 },
  { actor: 'cem', answer: 'nobody', sealedAt: 7 },
];

it('an open question shows no answers', () => {
  expect(isOpen(asked)).toBe(true);
  expect(outcomeSentence(asked)).toBeNull();
  expect(barsOf(asked).map(({ actors }) => actors)).toEqual([[], [], []]);
});

it('a revealed question without a kill says so, and no answer is right yet', () => {
  const revealed: Prediction = { ...asked, answers, revealedAt: 8, closedAt: 8 };
  expect(isOpen(revealed)).toBe(false);
  expect(outcomeSentence(revealed)).toBe('Nobody has been killed since #4.');
  expect(barsOf(revealed)).toEqual([
    { choice: 'db', actors: ['ana', 'ben'], late: [], isRight: null },
    { choice: 'web', actors: [], late: [], isRight: null },
    { choice: 'nobody', actors: ['cem'], late: [], isRight: true },
  ]);
});

it('after the kill it says who was right; before the reveal only who died', () => {
  const decided: Prediction = { ...asked, closedAt: 8, right: ['db'], decidedAt: 8 };
  expect(outcomeSentence(decided)).toBe('db was killed at #8.');
  expect(outcomeSentence({ ...decided, answers, revealedAt: 9 })).toBe(
    'db was killed at #8; 2 of 3 answers were right.',
  );
  const other: Prediction = { ...decided, about: 'other', right: ['web'], answers: answers.slice(0, 1), revealedAt: 9 };
  expect(outcomeSentence(other)).toBe('Right is: web, as #8 shows; 0 of 1 answer was right.');
  expect(outcomeSentence({ ...other, decidedAt: 9 })).toBe('Right is: web; 0 of 1 answer was right.');
});

it('an answer that came after the outcome is shown as late and counts as no right one', () => {
  const told: Prediction = {
    ...asked,
    about: 'other',
    answers,
    right: ['db'],
    decidedAt: 5,
    closedAt: 6,
    revealedAt: 9,
  };
  expect(barsOf(told)[0]).toEqual({ choice: 'db', actors: ['ana', 'ben'], late: ['ben'], isRight: true });
  expect(outcomeSentence(told)).toBe('Right is: db, as #5 shows; 1 of 3 answers was right.');
  expect(outcomeSentence({ ...told, right: [] })).toBe('What happened at #5 is none of the choices.');
});

it('the lab’s questions can be put once, those about the next victim again after each kill, none while it is open', () => {
  const prompts: LabPrompt[] = [
    { id: 'victim', kind: 'prediction', text: 'Who?', choices: 'live processes' },
    { id: 'piece', kind: 'prediction', text: 'When?', choices: ['now', 'later'] },
    { id: 'why', kind: 'explanation', text: 'Why?' },
  ];
  const ids = (...before: Partial<Prediction>[]) =>
    puttable(
      prompts,
      before.map((one) => ({ ...asked, ...one })),
    ).map(({ id }) => id);
  expect(ids()).toEqual(['victim', 'piece']);
  expect(ids({ topic: 'victim' })).toEqual(['piece']);
  expect(ids({ topic: 'victim', revealedAt: 9 })).toEqual(['piece']);
  expect(ids({ topic: 'victim', revealedAt: 9, decidedAt: 8 })).toEqual(['victim', 'piece']);
  expect(ids({ topic: 'piece', revealedAt: 9, decidedAt: 8 })).toEqual(['victim']);
});

it('says whose answer is missing, and who of them is here; in a class staff are not waited for, an owner is', () => {
  const seat = (actorId: string, role: string) => ({ actorId, role });
  const seats = [seat('tess', 'staff'), seat('ana', 'student'), seat('ben', 'student'), seat('cem', 'student')];
  const missing = (isClass: boolean) =>
    missingFrom(asked, votersAmong(seats, isClass), [{ actorId: 'tess' }, { actorId: 'cem' }]);
  const students = [
    { actorId: 'ben', isHere: false },
    { actorId: 'cem', isHere: true },
  ];
  expect(missing(true)).toEqual(students);
  expect(missing(false)).toEqual([{ actorId: 'tess', isHere: true }, ...students]);
});
