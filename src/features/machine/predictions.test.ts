import type { Prediction } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { barsOf, isOpen, outcomeSentence } from './predictions.ts';

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

it('an open question tells nothing', () => {
  expect(isOpen(asked)).toBe(true);
  expect(outcomeSentence(asked)).toBeNull();
  expect(barsOf(asked).map(({ actors }) => actors)).toEqual([[], [], []]);
});

it('a revealed one without a kill says so, and nobody is right so far', () => {
  const revealed: Prediction = { ...asked, answers, revealedAt: 8, closedAt: 8 };
  expect(isOpen(revealed)).toBe(false);
  expect(outcomeSentence(revealed)).toBe('Nobody has been killed since #4.');
  expect(barsOf(revealed)).toEqual([
    { choice: 'db', actors: ['ana', 'ben'], isRight: null },
    { choice: 'web', actors: [], isRight: null },
    { choice: 'nobody', actors: ['cem'], isRight: true },
  ]);
});

it('after the kill it tells who was right; before the reveal only who died', () => {
  const decided: Prediction = { ...asked, closedAt: 8, right: ['db'], decidedAt: 8 };
  expect(outcomeSentence(decided)).toBe('db was killed at #8.');
  expect(outcomeSentence({ ...decided, answers, revealedAt: 9 })).toBe(
    'db was killed at #8; 2 of 3 answers were right.',
  );
  const other: Prediction = { ...decided, about: 'other', right: ['web'], answers: answers.slice(0, 1), revealedAt: 9 };
  expect(outcomeSentence(other)).toBe('Right is: web; 0 of 1 answer were right.');
});
