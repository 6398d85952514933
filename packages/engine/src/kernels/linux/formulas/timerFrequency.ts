/**
 * log2 of the power of two nearest to the timer frequency (7 for 100 Hz, 8 for 250, 10 for 1000).
 * Source: include/linux/timex.h SHIFT_HZ. The old scores shift tick counts by it instead of dividing.
 */
export function shiftHz(hz: number): number {
  let shift = 4;
  while (hz >= 3 * 2 ** (shift - 1)) shift += 1;
  return shift;
}
