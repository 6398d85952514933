import { describe, expect, it } from 'vitest';
import {
  type AnonReserveAsk,
  illumosAnonReserve,
  reserveAnon,
  type SwapAccount,
  swapSummary,
  unreserveAnon,
} from './anonReserve.ts';
import { solarisStackMessage, solarisSwapLine, solarisTmpfsMessage } from './messages.ts';
import { solarisThresholds, swapfsLimits } from './swapfsLimits.ts';

/** 1 GiB of RAM with 100 MiB taken by the kernel, 1 GiB of disk swap; a process of 60 % of RAM. */
const FRESH: SwapAccount = {
  availrmem: 236_544,
  aniMax: 262_144,
  aniPhysResv: 0,
  aniMemResv: 0,
  aniLockedSwap: 0,
  aniFree: 262_144,
};
const NO_DISK = { ...FRESH, aniMax: 0, aniFree: 0 };
const FLOORS = { swapfsMinfree: 32_768, swapfsReserve: 2048, tMinarmem: 25 };
const SIXTY_PERCENT = 157_286;

function reserve(
  account: SwapAccount,
  pages: number,
  change: Partial<AnonReserveAsk> = {},
  year: string | null = null,
) {
  const ask = { pages, takes: true, triesHard: true, isPrivileged: false, ...change };
  return reserveAnon(account, ask, { floors: FLOORS, rule: illumosAnonReserve(year) });
}
const afterMmap = reserve(FRESH, SIXTY_PERCENT).account;
const afterFork = reserve(afterMmap, SIXTY_PERCENT).account;

describe('swap reservation of Solaris', () => {
  it('[SOL-1] uses up disk swap first', () => {
    expect(afterMmap).toEqual({ ...FRESH, aniPhysResv: SIXTY_PERCENT });
    expect(afterFork).toMatchObject({ aniPhysResv: 262_144, availrmem: 184_116, aniMemResv: 52_428 });
  });
  it('[SOL-2] leaves minfree and reserve, privileged callers minfree', () => {
    const isGranted = (pages: number, isPrivileged: boolean) => reserve(FRESH, pages, { isPrivileged }).isGranted;
    expect([isGranted(463_871, false), isGranted(463_872, false)]).toEqual([true, false]);
    expect([isGranted(465_919, true), isGranted(465_920, true)]).toEqual([true, false]);
    expect(reserve(NO_DISK, 201_728).isGranted).toBe(false);
  });
  it('[SOL-3] refuses all or nothing: the second fork, and the fork without disk swap', () => {
    expect(reserve(afterFork, SIXTY_PERCENT)).toMatchObject({ isGranted: false, account: afterFork, delaySeconds: 4 });
    const mapped = reserve(NO_DISK, SIXTY_PERCENT);
    expect(mapped).toMatchObject({ isGranted: true, account: { availrmem: 79_258 } });
    expect(reserve(mapped.account, SIXTY_PERCENT).isGranted).toBe(false);
  });
  it('[SOL-4] sleeps near the floor, even if it succeeds', () => {
    expect(reserve(FRESH, 463_871)).toMatchObject({ isGranted: true, delaySeconds: 4 });
    expect(reserve(FRESH, 463_840).delaySeconds).toBe(0);
    expect(reserve({ ...FRESH, availrmem: 0 }, 300_000).delaySeconds).toBe(3);
    expect(reserve(FRESH, 500_000, { triesHard: false }).delaySeconds).toBe(0);
    expect(reserve(FRESH, 500_000, {}, '2013').delaySeconds).toBe(1);
  });
  it('[SOL-5] takes nothing for a test', () => {
    expect(reserve(FRESH, SIXTY_PERCENT, { takes: false }).account).toEqual(FRESH);
  });
  it('[SOL-6] gives RAM back first, but not what is locked', () => {
    expect(unreserveAnon(afterFork, SIXTY_PERCENT)).toEqual(afterMmap);
    const locked = unreserveAnon({ ...afterFork, aniLockedSwap: 52_000 }, SIXTY_PERCENT);
    expect(locked).toMatchObject({ aniMemResv: 52_000, aniPhysResv: 262_144 - (SIXTY_PERCENT - 428) });
  });
  it('[SOL-7] shows available swap without taking the reserve off', () => {
    expect(swapSummary(FRESH, FLOORS.swapfsMinfree).available).toBe(465_920);
  });
  it('[SOL-8] swap -s tells allocated from reserved', () => {
    const touched = { ...afterMmap, aniFree: 252_144 };
    expect(swapSummary(touched, FLOORS.swapfsMinfree)).toEqual({
      allocated: 10_000,
      reserved: 147_286,
      used: 157_286,
      available: 308_634,
    });
    expect(swapSummary(reserve(touched, SIXTY_PERCENT).account, FLOORS.swapfsMinfree)).toEqual({
      allocated: 10_000,
      reserved: 304_572,
      used: 314_572,
      available: 151_348,
    });
  });
});

describe('limits of swapfs', () => {
  const usual = { swapfsMinfree: 32_768, swapfsReserve: 2048, swapfsDesfree: 896 };
  it('[SOL-9] follow from the size of RAM', () => {
    expect(swapfsLimits({ physmem: 262_144, availrmem: 236_544, segsptMinfree: 0 })).toEqual(usual);
  });
  it('[SOL-10] are refused on a machine below 2 MiB', () => {
    expect(swapfsLimits({ physmem: 511, availrmem: 511, segsptMinfree: 0 })).toBeNull();
  });
  it('[SOL-11] follow segspt_minfree if availrmem is short', () => {
    expect(swapfsLimits({ physmem: 262_144, availrmem: 30_000, segsptMinfree: 0 })).toBeNull();
    expect(swapfsLimits({ physmem: 262_144, availrmem: 30_000, segsptMinfree: 30_000 })).toBeNull();
    expect(swapfsLimits({ physmem: 262_144, availrmem: 30_000, segsptMinfree: 1000 })?.swapfsMinfree).toBe(1000);
  });
  it('[SOL-12] page scanner steps', () => {
    expect(solarisThresholds(262_144)).toEqual({
      lotsfree: 4096,
      desfree: 2048,
      minfree: 1536,
      throttlefree: 1536,
      pageoutReserve: 1152,
    });
  });
  it('[MSG-1] words of the console and of swap -s', () => {
    expect(solarisStackMessage({ pid: 7, name: 'db', uid: 1 })).toBe(
      'WARNING: Sorry, no swap space to grow stack for pid 7 (db)',
    );
    expect(solarisTmpfsMessage('/tmp')).toBe('WARNING: /tmp: File system full, swap space limit exceeded');
    expect(solarisSwapLine({ allocated: 4, reserved: 8, used: 12, available: 16 })).toBe(
      'total: 4k bytes allocated + 8k reserved = 12k used, 16k available',
    );
  });
});
