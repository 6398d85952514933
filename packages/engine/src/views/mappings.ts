import { spaceOf } from '../memory/space.ts';
import type { Machine, Process } from '../state.ts';
import { type Columns, createColumns } from './columns.ts';

/** Stretches of frames, or of swap slots, that page table entries name: in columns, by where they begin. */
export type Mappings = {
  /** Where they lie in the columns, in order of `at`; of those that begin together the oldest process first. */
  order: Uint32Array;
  at: Uint32Array;
  end: Uint32Array;
  /** Whose address space it is: an index into the processes that have one, oldest first. */
  who: Uint32Array;
};

/** Who maps what: frames (private, shared and of page tables) in one list, swap slots in another. O(mappings). */
export function mappingsOf(m: Machine): { processes: Process[]; frames: Mappings; slots: Mappings } {
  const frames = createColumns();
  const slots = createColumns();
  const processes: Process[] = [];
  const seen = new Set<number>();
  for (const process of m.processes) {
    if (process.space === null || seen.has(process.space)) continue;
    seen.add(process.space);
    const who = processes.push(process) - 1;
    const space = spaceOf(m, process.space);
    for (const { state, ref, count } of space.pages) {
      if (state !== 'zero') (state === 'swap' ? slots : frames).add(ref, ref + count, who);
    }
    for (const { ref, count } of space.tables) frames.add(ref, ref + count, who);
    for (const { ref, count } of space.upperTables) frames.add(ref, ref + count, who);
  }
  return { processes, frames: inOrder(frames.whole()), slots: inOrder(slots.whole()) };
}

function inOrder([at, end, who]: Columns): Mappings {
  return { order: orderOf(at), at, end, who };
}

const DIGIT_BITS = 11;

/** The indices of a column in ascending order of its values, equal ones as they come: a radix sort. */
function orderOf(values: Uint32Array): Uint32Array {
  const n = values.length;
  let largest = 0;
  let order = new Uint32Array(n);
  let sorted = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    order[i] = i;
    if ((values[i] as number) > largest) largest = values[i] as number;
  }
  for (let shift = 0; shift < 32 && largest >>> shift > 0; shift += DIGIT_BITS) {
    const places = new Uint32Array(2 ** DIGIT_BITS + 1);
    for (let i = 0; i < n; i++) addTo(places, digitOf(values[i] as number, shift) + 1, 1);
    for (let d = 1; d < places.length; d++) addTo(places, d, places[d - 1] as number);
    for (let i = 0; i < n; i++) {
      const index = order[i] as number;
      const digit = digitOf(values[index] as number, shift);
      sorted[places[digit] as number] = index;
      addTo(places, digit, 1);
    }
    [order, sorted] = [sorted, order];
  }
  return order;
}

function addTo(column: Uint32Array, i: number, more: number): void {
  column[i] = (column[i] as number) + more;
}

const digitOf = (value: number, shift: number): number => (value >>> shift) & (2 ** DIGIT_BITS - 1);

/**
 * Walks a list from the front: cuts [at, end) where its mappers change, and tells each piece with the oldest of them
 * (-1 = nobody). Ranges must be asked in ascending order. O(mappings + pieces), and as many more as pages are shared.
 */
export function createSweep(
  list: Mappings,
): (at: number, end: number, tell: (at: number, end: number, who: number) => void) => void {
  const { order } = list;
  let next = 0;
  const active: number[] = [];
  const startOf = (n: number) =>
    n < order.length ? (list.at[order[n] as number] as number) : Number.POSITIVE_INFINITY;
  return (at, end, tell) => {
    for (let cursor = at; cursor < end; ) {
      while (startOf(next) <= cursor) active.push(order[next++] as number);
      let until = Math.min(end, startOf(next));
      let who = -1;
      let kept = 0;
      for (const i of active) {
        const ends = list.end[i] as number;
        if (ends <= cursor) continue;
        active[kept++] = i;
        until = Math.min(until, ends);
        const holder = list.who[i] as number;
        if (who < 0 || holder < who) who = holder;
      }
      active.length = kept;
      tell(cursor, until, who);
      cursor = until;
    }
  };
}
