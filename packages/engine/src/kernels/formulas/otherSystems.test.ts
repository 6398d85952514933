import { describe, expect, it } from 'vitest';
import { linuxEra } from '../eras.ts';
import { uvmKillMessage } from './systemMessages.ts';
import { isUvmSwapFull, uvmFaultWithoutPage } from './uvmSwap.ts';
import { watermarks } from './watermarks.ts';
import { chargeCommit, windowsChargeOf } from './windowsCommit.ts';

describe('OpenBSD', () => {
  it('[UVM-1] kills the faulting process at 99 % of swap, and without swap', () => {
    expect(uvmFaultWithoutPage(99, 100)).toBe('kill the faulter');
    expect(isUvmSwapFull(0, 0)).toBe(true);
  });
  it('[UVM-2] waits below that', () => {
    expect(uvmFaultWithoutPage(98, 100)).toBe('wait');
  });
  it('[MSG-4] names the process', () => {
    expect(uvmKillMessage({ pid: 7, name: 'db', uid: 3 })).toBe('UVM: pid 7 (db), uid 3 killed: out of swap');
  });
});

describe('Windows', () => {
  const MACHINE = { ramPages: 100, pageFilePages: 50, pageFileMaxPages: 50, chargedPages: 90 };
  it('[WIN-1] grants up to RAM plus page files', () => {
    expect(chargeCommit(MACHINE, 60)).toMatchObject({ isGranted: true, chargedAfter: 150, limitPages: 150 });
    expect(chargeCommit(MACHINE, 61).isGranted).toBe(false);
  });
  it('[WIN-2] grows the page files to fit', () => {
    const growing = { ...MACHINE, pageFileMaxPages: 70 };
    expect(chargeCommit(growing, 61)).toMatchObject({ isGranted: true, pageFileAfter: 51, limitPages: 151 });
    expect(chargeCommit(growing, 81).isGranted).toBe(false);
  });
  it('[WIN-3] a refusal changes nothing', () => {
    expect(chargeCommit(MACHINE, 61)).toMatchObject({ chargedAfter: 90, pageFileAfter: 50 });
  });
  it('[WIN-4] reserving is free', () => {
    expect([windowsChargeOf('MEM_RESERVE', 9), windowsChargeOf('MEM_COMMIT', 9)]).toEqual([0, 9]);
  });
});

describe('free-memory marks of Linux', () => {
  const marks = (release: string, pages: number, options = {}) => {
    const rule = linuxEra(release)?.watermarks;
    return rule && watermarks(pages, rule, options);
  };
  it('[WM-1] 2.4 takes 1/128 of the zone, at most 255 pages', () => {
    expect(marks('2.4.20', 65_536)).toEqual({ min: 255, low: 510, high: 765 });
    expect(marks('2.4.20', 12_800)).toEqual({ min: 100, low: 200, high: 300 });
  });
  it('[WM-2] 2.6 takes a square root', () => {
    expect(marks('2.6.0', 65_536)?.min).toBe(256);
    expect(marks('2.6.32', 65_536)?.min).toBe(512);
    expect(marks('5.4', 2 ** 28)?.min).toBe(16_384);
    expect(marks('6.1', 2 ** 28)?.min).toBe(32_768);
  });
  it('[WM-3] low and high lie a quarter and a half above', () => {
    expect(marks('3.10', 65_536)).toEqual({ min: 512, low: 640, high: 768 });
  });
  it('[WM-4] watermark_scale_factor may widen the distance from 4.6', () => {
    expect(marks('6.1', 65_536)).toEqual({ min: 512, low: 640, high: 768 });
    expect(marks('6.1', 65_536, { scaleFactor: 100 })).toEqual({ min: 512, low: 1167, high: 1822 });
    expect(marks('6.1', 65_536, { minFreeKbytes: 4096 })).toEqual({ min: 1024, low: 1280, high: 1536 });
  });
});
