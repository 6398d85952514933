import { policyOf } from '../kernels/registry.ts';
import { lockedPages } from '../memory/limits.ts';
import { totalOf } from '../memory/runs.ts';
import type { Machine } from '../state.ts';

/** 16 kB of kernel stack for each process; the rest of what the kernel keeps for it is slab. */
const STACK_PAGES = 4;

export type MemoryUse = {
  free: number;
  cached: number;
  swapCached: number;
  anon: number;
  shmem: number;
  tables: number;
  stacks: number;
  slab: number;
  active: number;
  inactive: number;
  unevictable: number;
  locked: number;
};

/** Frames by use, in pages. */
export function memoryUse(m: Machine): MemoryUse {
  const sum = { tables: 0, file: 0, anon: 0, shm: 0, active: 0, inactive: 0, unevictable: 0, swapCached: 0 };
  for (const run of m.frames.flat()) {
    if (run.use !== 'kernel' && run.shares + (run.use === 'shm' ? 1 : 0) > 0) sum[run.use] += run.count;
    if (run.list !== 'none') sum[run.list] += run.count;
    if (run.slot >= 0) sum.swapCached += run.count;
  }
  const own = m.processes.map((p) => totalOf(p.kernelFrames));
  const alive = m.processes.filter((p) => p.state !== 'zombie').length;
  return {
    free: m.freeFrames,
    cached: sum.file + sum.shm,
    swapCached: sum.swapCached,
    anon: sum.anon + m.atBoot.anon,
    shmem: sum.shm,
    tables: sum.tables + m.atBoot.tables,
    stacks: m.atBoot.stacks + STACK_PAGES * alive,
    slab: m.atBoot.slab + own.reduce((sum, pages) => sum + Math.max(0, pages - STACK_PAGES), 0),
    active: sum.active,
    inactive: sum.inactive,
    unevictable: sum.unevictable + m.atBoot.locked,
    locked: m.atBoot.locked + m.spaces.reduce((pages, space) => pages + lockedPages(space), 0),
  };
}

/** /proc/meminfo; fs/proc/meminfo.c. MemAvailable: SPEC [VIEW-2]. */
export function meminfo(m: Machine): string {
  const use = memoryUse(m);
  const high = m.watermarks.high;
  const used = totalOf(m.slots);
  const rows: [string, number][] = [
    ['MemTotal', m.ramPages],
    ['MemFree', use.free],
    ['MemAvailable', Math.max(0, use.free - high)],
    ['Buffers', 0],
    ['Cached', use.cached],
    ['SwapCached', use.swapCached],
    ['Active', use.active],
    ['Inactive', use.inactive],
    ['Unevictable', use.unevictable],
    ['Mlocked', use.locked],
    ['SwapTotal', m.swapPages],
    ['SwapFree', m.swapPages - used],
    ['AnonPages', use.anon],
    ['Shmem', use.shmem],
    ['Slab', use.slab],
    ['KernelStack', use.stacks],
    ['PageTables', use.tables],
    ['CommitLimit', policyOf(m.spec.policy).commitLimit(m)],
    ['Committed_AS', m.committed],
  ];
  return rows.map(([label, pages]) => `${`${label}:`.padEnd(16)}${String(pages * 4).padStart(8)} kB`).join('\n');
}
