import { describe, expect, it } from 'vitest';
import { entryNumber, figures, kb, mib, mibFigure, ordinal, percent } from './format.ts';

describe('figures', () => {
  it('groups thousands with narrow no-break spaces', () => {
    expect(figures(1204567)).toBe('1\u202f204\u202f567');
    expect(figures(999)).toBe('999');
    expect(figures(-1200)).toBe('−1\u202f200');
    expect(entryNumber(1204)).toBe('#1\u202f204');
  });
  it('says pages as MiB with one decimal and exactly in kB', () => {
    expect(mib(20506)).toBe('80.1\u00a0MiB');
    expect(mib(0)).toBe('0.0\u00a0MiB');
    expect(mibFigure(262144)).toBe('1\u202f024.0');
    expect(mibFigure(-128)).toBe('−0.5');
    expect(kb(20506)).toBe('82\u202f024\u00a0kB');
  });
  it('makes ordinals of the teens too', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 111].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '111th',
    ]);
  });
  it('keeps shares within 0 and 100 %', () => {
    expect([percent(1, 4), percent(9, 4), percent(1, 0), percent(-1, 4)]).toEqual(['25%', '100%', '0%', '0%']);
  });
});
