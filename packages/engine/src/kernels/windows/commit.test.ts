import { describe, expect, it } from 'vitest';
import { chargeCommit, windowsChargeOf } from './commit.ts';

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
