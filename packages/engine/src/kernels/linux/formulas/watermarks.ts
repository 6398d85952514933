import { divide, floorSqrt } from '../../cIntegers.ts';

export type WatermarkRule = {
  /** Where `min` comes from: 1/128 of the zone (2.4), 1024 kB (2.6.0), √(16 × kB) (2.6.1). */
  min: '1/128' | 'const-1024' | 'sqrt';
  /** Cap of min_free_kbytes. */
  maxKbytes: number;
  /** low and high above min: twice and three times it; or plus a quarter and a half; or by watermark_scale_factor (4.6). */
  spread: 'double-triple' | 'quarter-half' | 'scale';
};

export type Watermarks = { min: number; low: number; high: number };

/**
 * Free-memory marks of a machine with a single zone, in pages. SPEC [WM-1]..[WM-4].
 * Source: mm/page_alloc.c free_area_init_core (2.4), init_per_zone_wmark_min and __setup_per_zone_wmarks (2.6 to 6.1).
 * @param scaleFactor vm.watermark_scale_factor, in 1/10000 of the zone
 * @param minFreeKbytes vm.min_free_kbytes if set by hand; null = the kernel's own value
 */
export function watermarks(
  managedPages: number,
  rule: WatermarkRule,
  { scaleFactor = 10, minFreeKbytes = null }: { scaleFactor?: number; minFreeKbytes?: number | null } = {},
): Watermarks {
  const min = minFreeKbytes === null ? ownMin(managedPages, rule) : divide(minFreeKbytes, 4);
  if (rule.spread === 'double-triple') return { min, low: 2 * min, high: 3 * min };
  const quarter = divide(min, 4);
  if (rule.spread === 'quarter-half') return { min, low: min + quarter, high: min + divide(min, 2) };
  const distance = Math.max(quarter, divide(managedPages * scaleFactor, 10000));
  return { min, low: min + distance, high: min + 2 * distance };
}

function ownMin(managedPages: number, rule: WatermarkRule): number {
  if (rule.min === '1/128') return clamp(divide(managedPages, 128), 20, 255);
  if (rule.min === 'const-1024') return divide(1024, 4);
  return divide(clamp(floorSqrt(managedPages * 4 * 16), 128, rule.maxKbytes), 4);
}

function clamp(x: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, x));
}
