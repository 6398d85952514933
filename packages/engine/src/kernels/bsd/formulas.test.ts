import { describe, expect, it } from 'vitest';
import { freebsdKillMessage, freebsdReserveMessage } from './messages.ts';
import { reserveSwap, type SwapReserveInput } from './swapReserve.ts';
import { FREEBSD_OOM, freebsdThresholds } from './thresholds.ts';
import { type FreebsdProcess, type FreebsdShortage, freebsdVictim } from './victim.ts';

const GIB_PAGES = 262_144;
const bytes = (pages: number) => pages * 4096;

/** 1 GiB of RAM with 100 MiB wired, 1 GiB of swap. */
function reserve(pages: number, change: Partial<SwapReserveInput> = {}) {
  return reserveSwap({
    requestBytes: bytes(pages),
    overcommit: 0,
    swapTotalBytes: bytes(GIB_PAGES),
    swapReservedBytes: 0,
    pageCount: GIB_PAGES,
    freeReservedPages: 407,
    wiredPages: 25_600,
    userVmBytes: 0,
    rlimitSwapBytes: null,
    mayExceedTotal: false,
    mayExceedRlimit: false,
    ...change,
  });
}

describe('swap reservation of FreeBSD', () => {
  it('[BSD-1] counts and refuses nothing by default', () => {
    expect(reserve(524_288)).toMatchObject({ isGranted: true, swapReservedBytes: bytes(524_288) });
  });
  it('[BSD-2] bit 1 refuses above the total, but for the privileged', () => {
    expect(reserve(GIB_PAGES, { overcommit: 1 }).isGranted).toBe(true);
    expect(reserve(GIB_PAGES + 1, { overcommit: 1 })).toMatchObject({ isGranted: false, swapReservedBytes: 0 });
    expect(reserve(GIB_PAGES + 1, { overcommit: 1, mayExceedTotal: true }).isGranted).toBe(true);
  });
  it('[BSD-3] bit 2 refuses above RLIMIT_SWAP', () => {
    const limited = { overcommit: 2, rlimitSwapBytes: bytes(10) };
    expect([reserve(10, limited).isGranted, reserve(11, limited).isGranted]).toEqual([true, false]);
    expect(reserve(11, limited)).toMatchObject({ swapReservedBytes: 0, userVmBytes: 0 });
    expect(reserve(11, { ...limited, mayExceedRlimit: true }).isGranted).toBe(true);
  });
  it('[BSD-4] bit 4 adds unwired RAM, and wraps below 0', () => {
    expect(reserve(524_288, { overcommit: 5 })).toMatchObject({ isGranted: false, limitBytes: bytes(498_281) });
    expect(reserve(498_281, { overcommit: 5 }).isGranted).toBe(true);
    expect(reserve(2 ** 31, { overcommit: 5, wiredPages: GIB_PAGES }).isGranted).toBe(true);
  });
});

const process = (pid: number, residentPages: number, more: Partial<FreebsdProcess> = {}): FreebsdProcess => ({
  pid,
  isProtected: false,
  isSystem: false,
  isInExec: false,
  isKilled: false,
  isNormal: true,
  thread: 'sleeping',
  hasMemory: true,
  swapPages: 0,
  residentPages,
  ...more,
});
const victim = (processes: FreebsdProcess[], shortage: FreebsdShortage = 'mem', swapLeft = 100) =>
  freebsdVictim(processes, shortage, swapLeft)?.pid ?? null;

describe('the kill of FreeBSD', () => {
  it('[BSD-5] takes the biggest, the first of equals; swap alone if its metadata ran out', () => {
    expect(victim([process(100, 5), process(101, 9), process(102, 9)])).toBe(101);
    expect(victim([process(100, 5), process(101, 1, { swapPages: 2 })], 'swapz')).toBe(101);
    expect(victim([process(100, 0)])).toBeNull();
  });
  it('[BSD-6] passes over who cannot be killed', () => {
    const exempt: Partial<FreebsdProcess>[] = [
      { isProtected: true },
      { isSystem: true },
      { isInExec: true },
      { isKilled: true },
      { isNormal: false },
      { thread: 'other' },
      { hasMemory: false },
      { pid: 1 },
    ];
    expect(victim([...exempt.map((more) => process(200, 99, more)), process(300, 1)], 'mem', 0)).toBe(300);
  });
  it('[BSD-7] spares pids below 48 while swap is left', () => {
    const both = [process(47, 9), process(48, 5)];
    expect([victim(both), victim(both, 'mem', 0)]).toEqual([48, 47]);
  });
  it('[BSD-8] steps of a domain of 1 GiB', () => {
    expect(freebsdThresholds(GIB_PAGES)).toEqual({
      freeReserved: 407,
      freeMin: 1716,
      freeTarget: 5643,
      freeSevere: 1061,
      inactiveTarget: 8464,
      wakeup: 5076,
    });
  });
  it('[BSD-9] votes after 1.2 s of fruitless scans', () => {
    expect(FREEBSD_OOM.pageoutOomSeq / FREEBSD_OOM.scansPerSecond).toBe(1.2);
  });
  it('[MSG-3] words of the log', () => {
    const who = { pid: 7, name: 'db', uid: 1001 };
    expect(freebsdKillMessage(who)).toBe('pid 7 (db), jid 0, uid 1001, was killed: out of swap space');
    expect(freebsdReserveMessage(who, 4096)).toBe('uid 1001, pid 7: swap reservation for 4096 bytes failed');
  });
});
