/** A small generator for shuffling people: mulberry32. The same seed gives the same row of numbers from 0 to below 1. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Splits people into groups of `size` at random; where it does not come out even, groups are one smaller. The same people
 * and seed give the same groups, in whatever order they come.
 */
export function randomGroups(ids: readonly string[], { size, seed }: { size: number; seed: number }): string[][] {
  const next = numbersFrom(seed);
  const order = [...ids].sort();
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    const [a, b] = [order[at] ?? '', order[other] ?? ''];
    order[at] = b;
    order[other] = a;
  }
  const groups: string[][] = Array.from({ length: Math.ceil(order.length / size) }, () => []);
  for (const [n, id] of order.entries()) groups[n % groups.length]?.push(id);
  return groups;
}
