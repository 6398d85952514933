import { type CommitView, type ProcessView, RULE_SETTING } from '@overcommit/engine';
import { unitOf } from '@overcommit/reading';
import { expect, it } from 'vitest';
import { promiseSentence, rankWords } from './sentences.ts';

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

const commit: CommitView = {
  committedPages: 300 * 256,
  limitPages: 200 * 256,
  isEnforced: false,
  ramPages: 240 * 256,
  swapTotalPages: 0,
  swapUsedPages: 0,
  freePages: 100 * 256,
  kernelPages: 0,
  filePages: 0,
  pagingSpace: null,
  byOwner: [],
};
const saying = (changed: Partial<CommitView>): string => {
  const { figure, rest } = promiseSentence({ ...commit, ...changed });
  return `${figure} ${rest}`.replaceAll('\u00a0', ' ');
};

it('says in one sentence what is left of what runs out: of the limit, of what exists, of paging space', () => {
  expect(saying({})).toBe('60.0 MiB promised beyond what exists');
  expect(saying({ committedPages: 100 * 256 })).toBe('140.0 MiB left before promises exceed what exists');
  expect(saying({ committedPages: 100 * 256, isEnforced: true })).toBe('100.0 MiB left under the limit');
  expect(saying({ isEnforced: true })).toBe('100.0 MiB promised beyond the limit');
  const pagingSpace = { total: 128 * 256, used: 90 * 256, npswarn: 1024, npskill: 256 };
  expect(saying({ pagingSpace })).toBe('38.0 MiB of paging space left; SIGDANGER below 4.0 MiB, SIGKILL below 1.0 MiB');
  expect(saying({ pagingSpace: { ...pagingSpace, npswarn: 0, npskill: 0 } })).toBe('38.0 MiB of paging space left');
});
