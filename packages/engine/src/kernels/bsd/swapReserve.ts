import { toUnsigned32 } from '../cIntegers.ts';

/** Bits of vm.overcommit. */
export const OVERCOMMIT_ENFORCE_TOTAL = 1;
export const OVERCOMMIT_ENFORCE_RLIMIT = 2;
export const OVERCOMMIT_COUNT_UNWIRED = 4;

export type SwapReserveInput = {
  requestBytes: number;
  overcommit: number;
  swapTotalBytes: number;
  swapReservedBytes: number;
  pageCount: number;
  freeReservedPages: number;
  wiredPages: number;
  userVmBytes: number;
  /** null = no limit. */
  rlimitSwapBytes: number | null;
  mayExceedTotal: boolean;
  mayExceedRlimit: boolean;
};

export type SwapReserveAnswer = {
  isGranted: boolean;
  swapReservedBytes: number;
  userVmBytes: number;
  limitBytes: number;
};

/**
 * Count a reservation of swap and, if vm.overcommit says so, refuse it. SPEC [BSD-1]..[BSD-4].
 * Source: FreeBSD sys/vm/swap_pager.c swap_reserve_by_cred, 0012f373e43d and 9.3. A refusal leaves both counters as they were.
 */
export function reserveSwap(ask: SwapReserveInput): SwapReserveAnswer {
  const limitBytes = swapReserveLimit(ask);
  const reserved = ask.swapReservedBytes + ask.requestBytes;
  const userVm = ask.userVmBytes + ask.requestBytes;
  const enforcesTotal = (ask.overcommit & OVERCOMMIT_ENFORCE_TOTAL) !== 0;
  const enforcesRlimit = (ask.overcommit & OVERCOMMIT_ENFORCE_RLIMIT) !== 0 && ask.rlimitSwapBytes !== null;
  const fitsTotal = !enforcesTotal || reserved <= limitBytes || ask.mayExceedTotal;
  const fitsRlimit = !enforcesRlimit || userVm <= (ask.rlimitSwapBytes ?? 0) || ask.mayExceedRlimit;
  if (!fitsTotal || !fitsRlimit) {
    return { isGranted: false, swapReservedBytes: ask.swapReservedBytes, userVmBytes: ask.userVmBytes, limitBytes };
  }
  return { isGranted: true, swapReservedBytes: reserved, userVmBytes: userVm, limitBytes };
}

/** What reservations may add up to. The page count is a 32-bit unsigned number and wraps to about 16 TiB below 0. */
export function swapReserveLimit(machine: Omit<SwapReserveInput, 'requestBytes'>): number {
  if ((machine.overcommit & OVERCOMMIT_COUNT_UNWIRED) === 0) return machine.swapTotalBytes;
  const unwired = toUnsigned32(machine.pageCount - machine.freeReservedPages - machine.wiredPages);
  return unwired * 4096 + machine.swapTotalBytes;
}
