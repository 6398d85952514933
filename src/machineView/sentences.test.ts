import { type ProcessView, RULE_SETTING } from '@overcommit/engine';
import { unitOf } from '@overcommit/reading';
import { expect, it } from 'vitest';
import { rankWords } from './sentences.ts';

it('gives a rank in the unit of the kernel’s points', () => {
  const second = { rank: 2, marginPages: 512 } as ProcessView;
  expect(rankWords(second, unitOf({ policy: 'linux-6.1', settings: {} }))).toBe('2nd, 2.0\u00a0MiB away');
  expect(rankWords(second, unitOf({ policy: 'freebsd', settings: {} }))).toBe('2nd, 2.0\u00a0MiB away');
  expect(rankWords(second, unitOf({ policy: 'linux-2.6.32', settings: {} }))).toBe('2nd, 512 points away');
  expect(rankWords(second, unitOf({ policy: 'linux-6.1', settings: { [RULE_SETTING]: 'age' } }))).toBe(
    '2nd, 512 points away',
  );
  expect(rankWords(second, unitOf({ policy: 'aix-late', settings: {} }))).toBe('2nd, 512 ticks older');
  expect(rankWords({ ...second, marginPages: 0 }, 'ticks')).toBe('2nd');
  expect(rankWords({ ...second, rank: 1 }, 'points')).toBe('next to die');
});
