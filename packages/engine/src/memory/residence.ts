/** What an address space occupies, by what its page table entries say. */
import type { AddressSpace, ContentRun } from '../state.ts';
import { memo } from './memo.ts';
import { firstAfter } from './runs.ts';

export type Residence = { anon: number; shm: number; swap: number; file: number; tables: number };

/** What a space occupies, in pages. `shm` are mapped pages of shared objects; `anon`, `shm` and `file` make the RSS. */
export function residence(space: AddressSpace): Residence {
  const { anon, shm, swap } = memo(space.pages, sumsOf);
  let tables = 0;
  for (const table of space.tables) tables += table.count;
  for (const table of space.upperTables) tables += table.count;
  return { anon, shm, swap, file: space.filePages, tables };
}

function sumsOf(contents: readonly ContentRun[]): Pick<Residence, 'anon' | 'shm' | 'swap'> {
  const sum = { anon: 0, shm: 0, swap: 0 };
  for (const run of contents) {
    if (run.state === 'frames') sum.anon += run.count;
    else if (run.state === 'shm') sum.shm += run.count;
    else if (run.state === 'swap') sum.swap += run.count;
  }
  return sum;
}

/** References, first and one after the last, by turns: of all runs in frames, private and shared, or in swap. */
export type References = { frames: Uint32Array; slots: Uint32Array };

/** What the entries of a space refer to, in the order of its addresses. */
export function referencesOf(space: AddressSpace): References {
  return memo(space.pages, collectReferences);
}

function collectReferences(contents: readonly ContentRun[]): References {
  const frames: number[] = [];
  const slots: number[] = [];
  for (const { state, ref, count } of contents) {
    if (state !== 'zero') (state === 'swap' ? slots : frames).push(ref, ref + count);
  }
  return { frames: Uint32Array.from(frames), slots: Uint32Array.from(slots) };
}

export type PagesWithin = { residentPages: number; swapPages: number };

/** What of [from, to) is in RAM and what in swap. O(log runs) once the space was asked. */
export function pagesWithin(space: AddressSpace, from: number, to: number): PagesWithin {
  const [first, last] = [pagesBelow(space, from), pagesBelow(space, to)];
  return { residentPages: last.residentPages - first.residentPages, swapPages: last.swapPages - first.swapPages };
}

function pagesBelow({ pages }: AddressSpace, vpn: number): PagesWithin {
  const { resident, swap } = memo(pages, countUp);
  const i = firstAfter(pages, vpn);
  const below = { residentPages: resident[i] as number, swapPages: swap[i] as number };
  const run = pages[i];
  if (!run || run.at >= vpn || run.state === 'zero') return below;
  if (run.state === 'swap') below.swapPages += vpn - run.at;
  else below.residentPages += vpn - run.at;
  return below;
}

/** Pages before each run, and at the end all. */
function countUp(contents: readonly ContentRun[]): { resident: Uint32Array; swap: Uint32Array } {
  const resident = new Uint32Array(contents.length + 1);
  const swap = new Uint32Array(contents.length + 1);
  contents.forEach(({ state, count }, i) => {
    resident[i + 1] = (resident[i] as number) + (state === 'frames' || state === 'shm' ? count : 0);
    swap[i + 1] = (swap[i] as number) + (state === 'swap' ? count : 0);
  });
  return { resident, swap };
}
