import type { Aftermath, Shortfall } from '@overcommit/engine';
import { expect, it } from 'vitest';
import { changeKey } from './changes.ts';
import { missingWays } from './counterfactuals.ts';
import { mibUp } from './words/format.ts';

const NONE: Shortfall = { swap: null, ram: null, ramSum: null, group: null };

it('says how much was missing, never less than the pages', () => {
  expect(mibUp(256)).toBe('1.0\u00a0MiB');
  expect(mibUp(257)).toBe('1.1\u00a0MiB');
  expect(mibUp(1)).toBe('0.1\u00a0MiB');
  expect(missingWays({ ...NONE, swap: 257, ram: 1 }, 'linux-6.1')).toEqual([
    'With 1.1\u00a0MiB more swap (257 pages), nobody would have died at this entry.',
    'With 0.1\u00a0MiB more RAM (1 page), nobody would have died at this entry.',
  ]);
  expect(missingWays({ ...NONE, swap: 512 }, 'aix-late')).toEqual([
    'With 2.0\u00a0MiB more paging space (512 pages), nobody would have died at this entry.',
  ]);
});

it('says the sum behind the figure for RAM', () => {
  const ramSum = { taken: 10 * 256, left: 2 * 256, free: 5 * 256 };
  expect(missingWays({ ...NONE, swap: 1, ram: 7 * 256, ramSum }, 'linux-6.1')?.[1]).toBe(
    'With 7.0\u00a0MiB more RAM (1\u202f792 pages), nobody would have died at this entry. The entry takes 2\u202f560 pages, and below 512 free ones this kernel kills; 1\u202f280 were free.',
  );
});

it('says who would have died later in the log, where it was carried out to its end', () => {
  const said = (after: Partial<Aftermath>): string | undefined => {
    const aftermaths = { [changeKey({ moreSwap: 1 })]: { kills: [], panic: null, end: 60, gaveUp: false, ...after } };
    return missingWays({ ...NONE, swap: 1 }, 'linux-6.1', aftermaths)?.[0]?.replace(/.*page\), /, '');
  };
  expect(said({})).toBe('nobody would have died up to #60, the last entry when this was worked out.');
  expect(said({ gaveUp: true })).toBe('nobody would have died up to #60.');
  expect(said({ kills: [{ at: 54, process: 'bgsave' }] })).toBe('bgsave would have died at #54 instead.');
  const two = [54, 58].map((at) => ({ at, process: 'bgsave' }));
  expect(said({ kills: two })).toBe('bgsave would have died at #54 instead, and 1 other after it.');
  expect(said({ panic: { at: 55, message: 'no process' } })).toBe('the machine would have crashed at #55: no process.');
});

it('says the limit of a group that was full, and what would not have helped', () => {
  const group = { name: 'app', max: 10_240, more: 1280 };
  expect(missingWays({ ...NONE, group }, 'linux-6.1')).toEqual([
    'With a memory.max of 45.0\u00a0MiB for app, 5.0\u00a0MiB more than it had (1\u202f280 pages), nobody would have died at this entry.',
    'More swap alone would not have helped.',
  ]);
  expect(missingWays(NONE, 'linux-6.1')?.[0]).toMatch(/^No amount of swap or RAM/);
});

it('says nothing where it is not known', () => {
  expect(missingWays(null, 'linux-6.1')).toBeNull();
  expect(missingWays(undefined, 'linux-6.1')).toBeNull();
});
