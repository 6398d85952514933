import { describe, expect, it } from 'vitest';
import { HIGHEST_POINTS, UNKILLABLE_POINTS } from '../../cIntegers.ts';
import type { LinuxEra } from '../eraRules.ts';
import { linuxEra } from '../eras.ts';
import { type Badness24Input, badness24, roughSqrt, score24 } from './badness24.ts';
import { type Badness26Input, badness26 } from './badness26.ts';
import { type BadnessPagesInput, badnessPages, procOomScore, scorePages } from './badnessPages.ts';
import { badnessPerMille } from './badnessPerMille.ts';

function era(release: string): LinuxEra {
  const found = linuxEra(release);
  if (found === null) throw new Error(release);
  return found;
}

describe('badness of 2.4', () => {
  const HOUR = 360_000;
  const TASK: Badness24Input = {
    hasMemory: true,
    totalVmPages: 25_600,
    cpuJiffies: 6000,
    nowJiffies: HOUR,
    startJiffies: 0,
    hz: 100,
    nice: 0,
    isRoot: false,
    hasRawIo: false,
  };
  const points = (change: Partial<Badness24Input>, release = '2.4.20') =>
    badness24({ ...TASK, ...change }, era(release).badness24);

  it('[BAD-2.4-1] divides the size by processor time and age', () => {
    expect(points({})).toBe(12_800);
    expect(points({ totalVmPages: 51_200, cpuJiffies: HOUR, nowJiffies: 24 * HOUR })).toBe(1066);
    expect(points({ hasMemory: false })).toBe(0);
  });

  it('[BAD-2.4-2] the rough square root is never 0 and not monotone', () => {
    expect([0, 4, 9, 15, 25, 36, 100, 144, 1000].map(roughSqrt)).toEqual([1, 2, 2, 3, 5, 4, 9, 9, 31]);
  });

  it('[BAD-2.4-3] nice doubles, root and raw I/O quarter', () => {
    expect(points({ nice: 5 })).toBe(25_600);
    expect(points({ isRoot: true })).toBe(3200);
    expect(points({ isRoot: true, hasRawIo: true })).toBe(800);
    const { terms } = score24({ ...TASK, isRoot: true }, era('2.4.20').badness24);
    expect(terms.reduce((sum, term) => sum + term.value, 0)).toBe(3200);
  });

  it('[BAD-2.4-4] a start after now is a very long run time, and a victim scores 0 from 2.4.22', () => {
    expect(points({ nowJiffies: 0, startJiffies: 1 })).toBeLessThan(points({ nowJiffies: 1, startJiffies: 0 }));
    expect(points({ isVictim: true })).toBe(12_800);
    expect(points({ isVictim: true }, '2.4.31')).toBe(0);
  });
});

describe('badness of 2.6', () => {
  const TASK: Badness26Input = {
    hasMemory: true,
    totalVmPages: 25_600,
    childrenVmPages: [],
    cpuJiffies: 60 * 250,
    uptimeSeconds: 3600,
    startSeconds: 0,
    hz: 250,
    nice: 0,
    hasRootUid: false,
    hasSysAdmin: false,
    hasRawIo: false,
    oomAdj: 0,
  };
  const points = (change: Partial<Badness26Input>, release = '2.6.32') =>
    badness26({ ...TASK, ...change }, era(release).badness26);
  const DATABASE = {
    totalVmPages: 262_144,
    cpuJiffies: 7200 * 250,
    uptimeSeconds: 30 * 86_400,
  };

  it('[BAD-2.6-1] divides by exact square roots', () => {
    expect(points({})).toBe(12_800);
    expect(points(DATABASE)).toBe(1291);
    expect(points({ uptimeSeconds: 0, startSeconds: 5000 })).toBe(12_800);
  });

  it('[BAD-2.6-2] a fork server pays for its children, in full before 2.6.16', () => {
    const server = {
      totalVmPages: 10_000,
      childrenVmPages: Array(8).fill(10_000),
      cpuJiffies: 2500,
      uptimeSeconds: 600,
    };
    expect(points(server)).toBe(50_008);
    expect(points(server, '2.6.11')).toBe(90_000);
  });

  it('[BAD-2.6-3] root is a uid first and a capability from 2.6.25', () => {
    expect(points({ hasRootUid: true }, '2.6.11')).toBe(3200);
    expect(points({ hasRootUid: true })).toBe(12_800);
    expect(points({ ...DATABASE, hasSysAdmin: true })).toBe(322);
    expect(points({ hasSysResource: true })).toBe(3200);
  });

  it('[BAD-2.6-4] oom_adj shifts', () => {
    expect(points({ oomAdj: 3 })).toBe(102_400);
    expect(points({ ...DATABASE, oomAdj: -8 })).toBe(5);
    expect([points({ totalVmPages: 0, oomAdj: 2 }), points({ totalVmPages: 0, oomAdj: 2 }, '2.6.11')]).toEqual([4, 0]);
  });

  it('[BAD-2.6-5] −17 means never in 2.6.32 and a shift in 2.6.11; swapoff comes first', () => {
    expect(points({ oomAdj: -17 })).toBe(0);
    expect(points({ totalVmPages: 2 ** 20, oomAdj: -17 }, '2.6.11')).toBe(4);
    expect(points({ isOrigin: true })).toBe(HIGHEST_POINTS);
  });

  it('[BAD-2.6-6] on i386 more adjustment can mean fewer points', () => {
    const big = { totalVmPages: 400_000, cpuJiffies: 0, uptimeSeconds: 0, bits: 32 } as const;
    expect(points({ ...big, oomAdj: 15 })).toBeLessThan(points({ ...big, oomAdj: 13 }));
  });
});

const MODERN: BadnessPagesInput = {
  isUnkillable: false,
  rssPages: 100_000,
  swapPages: 0,
  pageTablePages: 220,
  oomScoreAdj: 0,
  hasSysAdmin: false,
  totalPages: 524_288,
};

describe('badness in thousandths', () => {
  const points = (release: string, change: Partial<BadnessPagesInput> = {}) =>
    badnessPerMille({ ...MODERN, ...change }, era(release).badnessPerMille);

  it('[BAD-PM-1] is the share of all memory plus the adjustment', () => {
    expect(points('2.6.36')).toBe(190);
    expect(points('3.2', { pageTablePages: 10_000 })).toBe(209);
    expect(points('3.2', { oomScoreAdj: 950 })).toBe(1000);
  });

  it('[BAD-PM-2] takes 30 off for root', () => {
    expect(points('2.6.36', { hasSysAdmin: true })).toBe(160);
  });

  it('[BAD-PM-3] ends at 0 in 2.6.36 and at 1 later', () => {
    expect(points('2.6.36', { oomScoreAdj: -200 })).toBe(0);
    expect(points('2.6.37', { oomScoreAdj: -200 })).toBe(1);
    expect(points('2.6.37', { oomScoreAdj: -1000 })).toBe(0);
    expect(points('2.6.37', { isUnkillable: true })).toBe(0);
  });

  it('[BAD-PM-4] overflows an int in 3.0.1 from 2147484 pages on', () => {
    const huge = { totalPages: 4_194_304, pageTablePages: 0 };
    expect(points('3.0.1', { ...huge, rssPages: 2_147_483 })).toBe(511);
    expect(points('3.0.1', { ...huge, rssPages: 2_147_484 })).not.toBe(512);
    expect(points('3.2.0', { ...huge, rssPages: 2_147_484 })).toBe(512);
  });

  it('[BAD-PM-5] gives 1000 to a swapoff task up to 2.6.39', () => {
    expect([points('2.6.37', { isOrigin: true }), points('3.0.1', { isOrigin: true })]).toEqual([1000, 191]);
  });
});

describe('badness in pages', () => {
  const points = (release: string, change: Partial<BadnessPagesInput> = {}) =>
    badnessPages({ ...MODERN, ...change }, era(release).badnessPages);
  const score = (release: string, change: Partial<BadnessPagesInput> = {}) =>
    procOomScore(points(release, change), MODERN.totalPages, era(release).scores.procOomScore ?? 'points');

  it('[BAD-PG-1] counts resident, swapped and page-table pages and the adjustment', () => {
    expect(points('3.5')).toBe(100_220);
    expect(points('6.1', { swapPages: 5 })).toBe(100_225);
    expect(points('3.5', { oomScoreAdj: 300 })).toBe(257_420);
    const { terms } = scorePages({ ...MODERN, oomScoreAdj: 300 }, era('6.1').badnessPages);
    expect(terms).toEqual([
      { label: 'resident', value: 100_000 },
      { label: 'swapped', value: 0 },
      { label: 'page tables', value: 220 },
      { label: 'oom_score_adj', value: 157_200 },
    ]);
  });

  it('[BAD-PG-2] favours root by 30 of the adjustment, then by 3 %, then not', () => {
    const root = { hasSysAdmin: true };
    expect([points('3.5', root), points('3.14', root), points('4.17', root)]).toEqual([84_500, 97_214, 100_220]);
  });

  it('[BAD-PG-3] has 1 as the least up to 5.8, 0 is never', () => {
    expect(points('5.4', { oomScoreAdj: -200 })).toBe(1);
    expect(points('5.4', { oomScoreAdj: -1000 })).toBe(0);
  });

  it('[BAD-PG-4] may be negative from 5.9', () => {
    expect(points('5.9', { oomScoreAdj: -200 })).toBe(-4580);
    expect(points('5.9', { oomScoreAdj: -999 })).toBe(-423_256);
    expect(points('5.9', { oomScoreAdj: -1000 })).toBe(UNKILLABLE_POINTS);
  });

  it('[BAD-PG-5] passes over reaped memory and vfork children from 4.8', () => {
    expect([points('4.4', { isVforkChild: true }), points('4.9', { isVforkChild: true })]).toEqual([100_220, 0]);
    expect(points('6.1', { isReaped: true })).toBe(UNKILLABLE_POINTS);
  });

  it('[BAD-PG-6] ignores the adjustment below 1000 pages', () => {
    expect(points('6.1', { totalPages: 999, oomScoreAdj: 1000 })).toBe(100_220);
    expect(points('6.1', { totalPages: 999, oomScoreAdj: -1000 })).toBe(UNKILLABLE_POINTS);
  });

  it('[SCORE-1] /proc shows the points up to 3.4', () => {
    expect(procOomScore(190, 524_288, era('3.2').scores.procOomScore ?? 'signed')).toBe(190);
  });

  it('[SCORE-2] /proc shows thousandths in 3.5 to 5.8', () => {
    const of = (change: Partial<BadnessPagesInput>) => score('3.5', change);
    expect([of({}), of({ hasSysAdmin: true }), of({ oomScoreAdj: 300 }), of({ oomScoreAdj: -200 })]).toEqual([
      191, 161, 490, 0,
    ]);
    expect(score('3.14', { hasSysAdmin: true })).toBe(185);
  });

  it('[SCORE-3] /proc shows two thirds of 1000 and the thousandths from 5.9', () => {
    const of = (oomScoreAdj: number) => score('5.9', { oomScoreAdj });
    expect([of(0), of(-200), of(300), of(1000), of(-999), of(-1000)]).toEqual([794, 661, 993, 1460, 128, 0]);
  });
});
