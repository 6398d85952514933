/**
 * C integer arithmetic on JavaScript numbers. Everything here is exact for |x| < 2^53, which every physical page count is;
 * where a kernel's word wraps, the wrap is modelled, because students can run into it.
 */

/** Width of `long` in bits: 64 on today's builds, 32 on i386. */
export type WordBits = 32 | 64;

/** Stands for ULONG_MAX or LONG_MAX as a score: "kill this one first". */
export const HIGHEST_POINTS = Number.MAX_SAFE_INTEGER;
/** Stands for LONG_MIN as a score (5.9 and later): "never kill this one". */
export const UNKILLABLE_POINTS = Number.MIN_SAFE_INTEGER;

/** Integer division as C does it: the fraction is dropped, towards zero. */
export function divide(dividend: number, divisor: number): number {
  return Math.trunc(dividend / divisor) + 0;
}

/** `x` as a 32-bit unsigned word. */
export function toUnsigned32(x: number): number {
  return x >>> 0;
}

/** `x` as a 32-bit signed word. */
export function toSigned32(x: number): number {
  return x | 0;
}

/** `x` as an unsigned `long` of `bits`. A 64-bit word is left alone: page counts do not reach 2^53. */
export function toUnsignedWord(x: number, bits: WordBits): number {
  return bits === 32 ? toUnsigned32(x) : x;
}

/**
 * `x` as an unsigned 64-bit word for comparison only: a negative difference becomes a number larger than any page count
 * (its low bits are lost, which no comparison with a page count can notice).
 */
export function asUnsigned64(x: number): number {
  return x < 0 ? x + 2 ** 64 : x;
}

/** floor(√x), exact. Source: lib/int_sqrt.c int_sqrt (2.6.1 and later). */
export function floorSqrt(x: number): number {
  let root = Math.floor(Math.sqrt(x));
  while (root * root > x) root -= 1;
  while ((root + 1) * (root + 1) <= x) root += 1;
  return root;
}

/** Bytes to whole pages, rounded up. */
export function pagesOf(bytes: number, pageBytes = 4096): number {
  return Math.ceil(bytes / pageBytes);
}
