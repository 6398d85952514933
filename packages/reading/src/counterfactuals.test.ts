import { expect, it } from 'vitest';
import { missingWords } from './counterfactuals.ts';
import { mibUp } from './words/format.ts';

it('says how much was missing, never less than the pages', () => {
  expect(mibUp(256)).toBe('1.0\u00a0MiB');
  expect(mibUp(257)).toBe('1.1\u00a0MiB');
  expect(mibUp(1)).toBe('0.1\u00a0MiB');
  expect(missingWords({ swap: 257, ram: 1, group: null }, 'linux-6.1')).toBe(
    'With 1.1\u00a0MiB more swap (257 pages), or 0.1\u00a0MiB more RAM (1 page), nobody would have died at this entry.',
  );
  expect(missingWords({ swap: 512, ram: null, group: null }, 'aix-late')).toBe(
    'With 2.0\u00a0MiB more paging space (512 pages), nobody would have died at this entry.',
  );
});

it('says the limit of a group that was full, and what would not have helped', () => {
  const group = { name: 'app', max: 10_240, more: 1280 };
  expect(missingWords({ swap: null, ram: null, group }, 'linux-6.1')).toBe(
    'With a memory.max of 45.0\u00a0MiB for app, 5.0\u00a0MiB more than it had (1\u202f280 pages), nobody would have died at this entry. More swap alone would not have helped.',
  );
  expect(missingWords({ swap: null, ram: null, group: null }, 'linux-6.1')).toMatch(/^No amount of swap or RAM/);
});

it('says nothing where it is not known', () => {
  expect(missingWords(null, 'linux-6.1')).toBeNull();
  expect(missingWords(undefined, 'linux-6.1')).toBeNull();
});
