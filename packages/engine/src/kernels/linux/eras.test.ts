import { describe, expect, it } from 'vitest';
import { linuxEra } from './eras.ts';

describe('era table', () => {
  it('[ERA-1] a release between two rows has the rules of the earlier one', () => {
    const rules = (release: string) => ({ ...linuxEra(release), release: '' });
    expect(rules('2.6.34')).toEqual(rules('2.6.33.9'));
    expect(rules('6.6')).toEqual(rules('6.1'));
    expect(rules('5.18.19')).toEqual(rules('5.9'));
    expect(linuxEra('5.1')?.victimModern.childSacrifice).toBe(true);
    expect(linuxEra('5.2.1')?.victimModern.childSacrifice).toBe(false);
    expect(linuxEra('3.2.0')?.enoughMemory.guess).toBe('sum-reserve');
  });

  it('[ERA-2] a backport stays in its branch, and nothing older than 2.4 has rules', () => {
    const roots = ['3.10', '3.10.65', '3.11', '3.14'].map((release) => linuxEra(release)?.badnessPages.root);
    expect(roots).toEqual(['adj-30', '-3%', 'adj-30', '-3%']);
    expect([linuxEra('2.2.26'), linuxEra('next')]).toEqual([null, null]);
  });
});
