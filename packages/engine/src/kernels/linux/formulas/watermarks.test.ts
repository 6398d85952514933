import { describe, expect, it } from 'vitest';
import { linuxEra } from '../eras.ts';
import { watermarks } from './watermarks.ts';

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
