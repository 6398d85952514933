/** What the kernels measure on a machine before they decide. Everything in pages. */

import { memo } from '../memory/memo.ts';
import { pickFromPieces } from '../memory/pieces.ts';
import { residence } from '../memory/residence.ts';
import { FRAMES } from '../memory/runKinds.ts';
import { type Run, totalOf } from '../memory/runs.ts';
import { spaceOf, vmPages } from '../memory/space.ts';
import type { AddressSpace, FrameRun, Machine, Process } from '../state.ts';

/** Ticks of the kernels' own clock in a second; also the unit of `cpuJiffies`. */
export const HZ = 100;
/** [KRN-8] A tick of the machine is a second of its time. It had been up for a minute when the first command came. */
export const UPTIME_AT_BOOT_SECONDS = 60;
/** [KRN-9] Reclaimable slab, unused dentries and inodes: the recordings do not tell them apart, so none is counted. */
export const RECLAIMABLE_SLAB_PAGES = 0;

/** Jiffies since boot: ticks, and what was slept inside commands on top. */
export function jiffiesNow(m: Machine): number {
  return (UPTIME_AT_BOOT_SECONDS + m.tick) * HZ + (m.killer.sleptJiffies ?? 0);
}

/** When the process started, in jiffies of the machine's own time. */
export function startJiffies(process: Process): number {
  return (UPTIME_AT_BOOT_SECONDS + process.startTick) * HZ;
}

/** Root has every capability unless it was dropped, other users none unless it was given. */
export function hasCapability(process: Process, name: string): boolean {
  return process.traits.caps?.[name] ?? process.uid === 0;
}

export function living(m: Machine, group: string | null = null): Process[] {
  return m.processes.filter((p) => p.state !== 'zombie' && (group === null || p.group === group));
}

/** SIGKILL for a process and for all that share its memory, in any control group. */
export function killSignals(m: Machine, pid: number): { pid: number; signal: number }[] {
  const space = m.processes.find((p) => p.pid === pid)?.space ?? null;
  const sharers = living(m).filter((p) => p.space === space && space !== null && p.pid !== pid);
  return [pid, ...sharers.map((p) => p.pid)].map((each) => ({ pid: each, signal: 9 }));
}

export type Held = {
  vm: number;
  rss: number;
  anon: number;
  shm: number;
  file: number;
  swap: number;
  tables: number;
  upperTables: number;
};

const NOTHING: Held = { vm: 0, rss: 0, anon: 0, shm: 0, file: 0, swap: 0, tables: 0, upperTables: 0 };

/** What a process occupies. `tables` are the lowest level, `upperTables` the ones above. */
export function heldBy(m: Machine, process: Process): Held {
  if (process.space === null) return NOTHING;
  const space = spaceOf(m, process.space);
  const { anon, shm, file, swap } = residence(space);
  const rss = anon + shm + file;
  const tables = totalOf(space.tables);
  return { vm: vmPages(space), rss, anon, shm, file, swap, tables, upperTables: totalOf(space.upperTables) };
}

export type MachineUse = { kernel: number; file: number; anon: number; shm: number; swapCached: number };

/** Frames by use; `kernel` with page tables. */
export function machineUse(m: Machine): MachineUse {
  const use: MachineUse = { kernel: 0, file: 0, anon: 0, shm: 0, swapCached: 0 };
  for (const piece of m.frames) {
    const part = memo(piece, useOf);
    for (const what of Object.keys(use) as (keyof MachineUse)[]) use[what] += part[what];
  }
  return use;
}

function useOf(piece: readonly FrameRun[]): MachineUse {
  const use: MachineUse = { kernel: 0, file: 0, anon: 0, shm: 0, swapCached: 0 };
  for (const run of piece) {
    use[run.use === 'tables' ? 'kernel' : run.use] += run.count;
    if (run.slot >= 0) use.swapCached += run.count;
  }
  return use;
}

/** Free swap slots, in pages. */
export function freeSwap(m: Machine): number {
  return m.swapPages - totalOf(m.slots);
}

/** [CG-9] mm/oom_kill.c:constrained_alloc: pages of RAM and swap; within a group its limit and its share of the swap. */
export function pagesInScope(m: Machine, name: string | null): number {
  const group = name === null ? undefined : m.groups.find((g) => g.name === name);
  if (!group || group.max === null) return m.ramPages + m.swapPages;
  return Math.max(1, group.max + Math.min(group.swapMax ?? m.swapPages, m.swapPages));
}

/** Pages of RAM that mlock holds. */
export function mlockedPages(m: Machine): number {
  let pages = 0;
  for (const run of m.frames.flat()) if (run.list === 'unevictable') pages += run.count;
  return pages;
}

/** Anonymous and shared pages that exist, in RAM or in swap, each once however many map it. */
export function livePages(m: Machine): number {
  const { anon, shm, swapCached } = machineUse(m);
  return anon + shm + totalOf(m.slots) - swapCached;
}

/** Private pages of these spaces that exist, each once: frames and slots. */
export function distinctPages(spaces: readonly AddressSpace[]): number {
  const runs = (state: 'frames' | 'swap'): Run[] =>
    spaces.flatMap((space) =>
      space.pages.filter((run) => run.state === state).map((run) => ({ at: run.ref, count: run.count })),
    );
  return unionOf(runs('frames')) + unionOf(runs('swap'));
}

function unionOf(runs: Run[]): number {
  let pages = 0;
  let end = 0;
  for (const run of runs.sort((a, b) => a.at - b.at)) {
    const from = Math.max(end, run.at);
    const to = run.at + run.count;
    if (to > from) pages += to - from;
    end = Math.max(end, to);
  }
  return pages;
}

/** Resident pages of these kinds without another mapping: private ones, and those of shared objects. */
export function loneResident(m: Machine, space: AddressSpace, kinds: readonly ('frames' | 'shm')[]): number {
  let pages = 0;
  for (const run of space.pages) {
    if (!kinds.some((kind) => kind === run.state)) continue;
    for (const frame of pickFromPieces(m.frames, { at: run.ref, count: run.count }, FRAMES))
      if (frame.shares === 1) pages += frame.count;
  }
  return pages;
}
