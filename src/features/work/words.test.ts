import { expect, it } from 'vitest';
import { durationWords, lateRuleWords, lateWords, sealWords } from './words.ts';

it.each([
  [1, '1 min'],
  [59 * 60_000, '59 min'],
  [60 * 60_000, '1 h'],
  [125 * 60_000, '2 h 5 min'],
  [48 * 3_600_000, '2 d'],
  [76 * 3_600_000, '3 d 4 h'],
])('%i ms are %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words);
});

it('a seal says who made it, and what being late costs', () => {
  expect(sealWords({ reason: 'handIn', by: 'Ana' })).toBe('Handed in by Ana');
  expect(sealWords({ reason: 'due', by: null })).toBe('Sealed at the due date');
  expect(lateWords({ lateMs: 0, latePercent: 0 })).toBeNull();
  expect(lateWords({ lateMs: 7_500_000, latePercent: 10 })).toBe('2 h 5 min late, −10 %');
  expect(lateWords({ lateMs: 60_000, latePercent: 0 })).toBe('1 min late');
});

it('a late rule is one sentence, with its grace', () => {
  expect(lateRuleWords(null)).toBe('A late hand-in costs nothing.');
  expect(lateRuleWords({ percent: 10, per: 'day', capPercent: 50, graceMinutes: 15 })).toBe(
    'Late: 10 % of the points for each started day, at most 50 %. The first 15 minutes are free.',
  );
});
