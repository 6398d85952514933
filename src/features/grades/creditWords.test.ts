import type { CreditShape } from '@overcommit/protocol/api';
import { expect, it } from 'vitest';
import { creditOf } from './creditWords.ts';

const NOTHING: CreditShape = {
  commands: 0,
  caused: { pages: 0, kills: 0, refusals: 0 },
  suffered: { kills: 0 },
  predictions: { made: 0, right: 0 },
  answers: 0,
};

it('a member’s figures are words, and what did not happen is left out', () => {
  expect(creditOf(NOTHING)).toEqual(['0 commands', '0.0\u00a0MiB brought into use']);
  const much: CreditShape = {
    commands: 12,
    caused: { pages: 38_400, kills: 1, refusals: 2 },
    suffered: { kills: 1 },
    predictions: { made: 3, right: 2 },
    answers: 1,
  };
  expect(creditOf(much)).toEqual([
    '12 commands',
    '150.0\u00a0MiB brought into use',
    '2 refusals of memory met',
    '1 kill caused',
    '1 kill suffered at another’s request',
    '2 of 3 predictions right',
    '1 written answer',
  ]);
});
