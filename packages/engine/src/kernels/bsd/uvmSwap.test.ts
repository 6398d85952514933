import { describe, expect, it } from 'vitest';
import { uvmKillMessage } from './messages.ts';
import { isUvmSwapFull, uvmFaultWithoutPage } from './uvmSwap.ts';

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
