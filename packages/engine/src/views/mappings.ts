import { referencesOf } from '../memory/residence.ts';
import { spaceOf } from '../memory/space.ts';
import type { Machine, Process, TableRun } from '../state.ts';
import { createColumns } from './columns.ts';

/** First and one after the last, by turns: stretches of frames, or of swap slots, that page table entries name. */
export type Stretches = Uint32Array;
/** Of each process that has an address space, oldest first. */
export type HeldByEach = Stretches[][];

/** Who maps what: frames (private, shared and of page tables) in one list, swap slots in another. O(processes), where little changed since it was asked. */
export function mappingsOf(m: Machine): { processes: Process[]; frames: HeldByEach; slots: HeldByEach } {
  const frames: HeldByEach = [];
  const slots: HeldByEach = [];
  const processes: Process[] = [];
  const seen = new Set<number>();
  for (const process of m.processes) {
    if (process.space === null || seen.has(process.space)) continue;
    seen.add(process.space);
    processes.push(process);
    const space = spaceOf(m, process.space);
    const references = referencesOf(space);
    frames.push([references.frames, stretchesOf(space.tables), stretchesOf(space.upperTables)]);
    slots.push([references.slots]);
  }
  return { processes, frames, slots };
}

const stretchesOf = (tables: readonly TableRun[]): Stretches =>
  Uint32Array.from(tables.flatMap(({ ref, count }) => [ref, ref + count]));

/**
 * Cuts [at, end) where its mappers change, and reports each piece with the oldest of them (-1 = none). Ranges must be
 * asked in ascending order.
 */
export type Sweep = (at: number, end: number, tell: (at: number, end: number, who: number) => void) => void;

/** Where more pages than this go to a stretch, nothing is kept for each page. */
const PAGES_A_STRETCH = 16;

/** Which process holds which pages. O(stretches log stretches) */
export function holdersOf(held: HeldByEach, pages: number): Sweep {
  return countStretches(held) * PAGES_A_STRETCH < pages ? createSweep(inOrder(held)) : sweepPages(held, pages);
}

export const countStretches = (held: HeldByEach): number =>
  held.reduce((sum, own) => own.reduce((more, list) => more + list.length / 2, sum), 0);

/** Page by page, which needs no order. Of several holders the oldest is written last. */
function sweepPages(held: HeldByEach, pages: number): Sweep {
  const holder = new Uint32Array(pages);
  for (let who = held.length - 1; who >= 0; who--) {
    for (const list of held[who] as Stretches[]) {
      for (let i = 0; i < list.length; i += 2) {
        const [at, end] = [list[i] as number, list[i + 1] as number];
        if (end === at + 1) holder[at] = who + 1;
        else holder.fill(who + 1, at, end);
      }
    }
  }
  return (at, end, tell) => {
    for (let cursor = at; cursor < end; ) {
      const who = holder[cursor] as number;
      let until = cursor + 1;
      while (until < end && holder[until] === who) until += 1;
      tell(cursor, until, who - 1);
      cursor = until;
    }
  };
}

/** Stretches in columns, by where they begin. */
export type Mappings = {
  /** Where they lie in the columns, in order of `at`; of those that begin together the oldest process first. */
  order: Uint32Array;
  at: Uint32Array;
  end: Uint32Array;
  /** Whose address space it is: an index into the processes that have one, oldest first. */
  who: Uint32Array;
};

function inOrder(held: HeldByEach): Mappings {
  const columns = createColumns(countStretches(held));
  held.forEach((own, who) => {
    for (const list of own)
      for (let i = 0; i < list.length; i += 2) columns.add(list[i] as number, list[i + 1] as number, who);
  });
  const [at, end, who] = columns.whole();
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

/** Walks a list from the front. O(mappings + pieces), and as many more as pages are shared. */
export function createSweep(list: Mappings): Sweep {
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
