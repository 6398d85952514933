import { describe, expect, it } from 'vitest';
import { linuxEra } from '../eras.ts';
import { commitLimit } from './commitLimit.ts';
import { type EnoughMemoryInput, vmEnoughMemory } from './vmEnoughMemory.ts';

const ASK: EnoughMemoryInput = {
  pages: 1000,
  mode: 0,
  isAdmin: false,
  freePages: 0,
  filePages: 0,
  shmemPages: 0,
  freeSwapPages: 0,
  slabReclaimablePages: 0,
  miscReclaimablePages: 0,
  totalReservePages: 0,
  totalRamPages: 100_000,
  hugetlbPages: 0,
  totalSwapPages: 20_000,
  overcommitRatio: 50,
  overcommitKbytes: 0,
  adminReserveKbytes: 8192,
  userReserveKbytes: 131_072,
  processVmPages: null,
  committedPages: 0,
};

function ask(release: string, change: Partial<EnoughMemoryInput>) {
  const era = linuxEra(release);
  if (era === null) throw new Error(release);
  return vmEnoughMemory({ ...ASK, ...change }, era.enoughMemory);
}

/** The largest request that is granted, by bisection. */
function most(release: string, change: Partial<EnoughMemoryInput>): number {
  let granted = 0;
  let refused = 2 ** 40;
  while (refused - granted > 1) {
    const middle = Math.floor((granted + refused) / 2);
    if (ask(release, { ...change, pages: middle }).isGranted) granted = middle;
    else refused = middle;
  }
  return granted;
}

describe('vmEnoughMemory', () => {
  it('[VM-1] mode 1 grants everything and counts it, 2.4 does so in mode 2 as well', () => {
    expect(ask('6.1', { mode: 1, pages: 10 ** 9 })).toMatchObject({ isGranted: true, committedAfter: 10 ** 9 });
    expect(ask('2.4.20', { mode: 2, pages: 10 ** 9 }).isGranted).toBe(true);
    expect(ask('6.1', { mode: 0, pages: 10 ** 9, committedPages: 7 })).toMatchObject({
      isGranted: false,
      committedAfter: 7,
    });
  });

  it('[VM-2] 2.4 adds up what is free now, and the request must be smaller', () => {
    expect(most('2.4.20', { freePages: 300, filePages: 400, freeSwapPages: 250, slabReclaimablePages: 50 })).toBe(999);
  });

  it('[VM-3] 2.6.11 keeps 1/32 of the caches and of free RAM for root', () => {
    const state = { freePages: 330, filePages: 670 };
    expect(most('2.6.11', state)).toBe(670 - 20 + 330 - 10 - 1);
    expect(most('2.6.11', { ...state, isAdmin: true })).toBe(999);
  });

  it('[VM-4] 2.6.32 counts free RAM only above the reserve', () => {
    expect(most('2.6.32', { freePages: 100, filePages: 320, totalReservePages: 100 })).toBe(309);
    expect(most('2.6.32', { freePages: 420, filePages: 320, totalReservePages: 100 })).toBe(310 + 310 - 1);
  });

  it('[VM-5] 3.10 to 5.1 add everything, less shared memory, reserve and admin reserve', () => {
    const state = { freePages: 5000, filePages: 4000, shmemPages: 1000, freeSwapPages: 2000, totalReservePages: 500 };
    expect(most('4.9', state)).toBe(10_000 - 500 - 2048 - 1);
    expect(most('4.9', { ...state, isAdmin: true })).toBe(9499);
    expect(most('4.9', { freePages: 500, totalReservePages: 500 })).toBe(0);
  });

  it('[VM-6] 5.2 and later refuse only what exceeds RAM and swap together', () => {
    expect(most('6.1', {})).toBe(120_000);
    expect(most('5.4', { isAdmin: true })).toBe(120_000);
  });

  it('[VM-7] mode 2 holds the sum of promises strictly below the limit', () => {
    const strict = { mode: 2, isAdmin: true, committedPages: 69_000 } as const;
    expect(most('6.1', strict)).toBe(999);
    const refused = ask('6.1', { ...strict, pages: 1000 });
    expect(refused).toMatchObject({ isGranted: false, limitPages: 70_000, isSummed: true, rule: 'VM-7' });
    expect(refused.terms).toEqual([
      { label: 'RAM × 50 %', pages: 50_000 },
      { label: 'swap', pages: 20_000 },
    ]);
  });

  it('[VM-8] mode 2 keeps pages back for root and from every process', () => {
    expect(ask('2.6.32', { mode: 2, processVmPages: 3200 }).limitPages).toBe(50_000 - 1562 + 20_000 - 100);
    expect(ask('6.1', { mode: 2, processVmPages: 3200 }).limitPages).toBe(70_000 - 2048 - 100);
    expect(ask('6.1', { mode: 2, processVmPages: 3200, userReserveKbytes: 40 }).limitPages).toBe(70_000 - 2048 - 10);
  });

  it('[VM-9] before 3.19 a limit below 0 wraps and grants everything', () => {
    const tiny = { mode: 2, totalRamPages: 1000, totalSwapPages: 0, processVmPages: 0, pages: 10 ** 9 } as const;
    expect(ask('3.10.65', tiny).isGranted).toBe(true);
    expect(ask('4.9', tiny).isGranted).toBe(false);
  });

  it('[LIMIT-1] overcommit_kbytes takes the place of the ratio, huge pages do not count as RAM', () => {
    const rule = linuxEra('6.1')?.enoughMemory;
    expect(rule && commitLimit({ ...ASK, hugetlbPages: 10_000 }, rule)).toBe(65_000);
    expect(rule && commitLimit({ ...ASK, overcommitKbytes: 4000 }, rule)).toBe(21_000);
  });
});
