/** Counts of the Mem-Info block of an OOM report, in pages. */
export type MemInfoCounts = {
  activeAnon: number;
  inactiveAnon: number;
  activeFile: number;
  inactiveFile: number;
  unevictable: number;
  dirty: number;
  slabReclaimable: number;
  slabUnreclaimable: number;
  mapped: number;
  shmem: number;
  pageTables: number;
  free: number;
  pageCache: number;
  swapCache: number;
  freeSwap: number;
  totalSwap: number;
  ramPages: number;
  reservedPages: number;
};

export type MemInfoStyle = '2.4' | '2.6' | '6.x';

/**
 * The machine-wide lines of the Mem-Info block; the lines for each node, zone and order are left out. SPEC [REP-2].
 * Source: mm/page_alloc.c show_free_areas (2.4.31, 2.6.32), __show_free_areas (6.1).
 */
export function memInfoBlock(counts: MemInfoCounts, style: MemInfoStyle): string[] {
  if (style === '2.4') return oldBlock(counts);
  const { activeAnon, inactiveAnon, activeFile, inactiveFile, unevictable, dirty } = counts;
  return [
    'Mem-Info:',
    `active_anon:${activeAnon} inactive_anon:${inactiveAnon} isolated_anon:0`,
    ` active_file:${activeFile} inactive_file:${inactiveFile} isolated_file:0`,
    ` unevictable:${unevictable} dirty:${dirty} writeback:0${style === '2.6' ? ' unstable:0' : ''}`,
    ...(style === '2.6' ? middle26(counts) : middle6(counts)),
    `${counts.pageCache} total pagecache pages`,
    `${counts.swapCache} pages in swap cache`,
    `Free swap  = ${counts.freeSwap * 4}kB`,
    `Total swap = ${counts.totalSwap * 4}kB`,
    `${counts.ramPages} pages RAM`,
    ...(style === '6.x' ? ['0 pages HighMem/MovableOnly'] : []),
    `${counts.reservedPages} pages reserved`,
  ];
}

/**
 * What a control group at its limit uses, in kB. `usage`, `swapUsage`, `max`, `swapMax` in pages; no failures are counted.
 * SPEC [REP-2]. Source: mm/memcontrol.c mem_cgroup_print_oom_info (2.6.29), mem_cgroup_print_oom_meminfo (4.19).
 */
export function groupUseLines(
  { usage, max, swapUsage, swapMax }: { usage: number; max: number | null; swapUsage: number; swapMax: number | null },
  hasSwap: boolean,
): string[] {
  const line = (what: string, used: number, limit: number | null): string =>
    `${what}: usage ${used * 4}kB, limit ${limit === null ? NO_LIMIT_KB : limit * 4}kB, failcnt 0`;
  return [line('memory', usage, max), ...(hasSwap ? [line('swap', swapUsage, swapMax)] : [])];
}

/** PAGE_COUNTER_MAX in kB on a 64-bit machine. */
const NO_LIMIT_KB = 9_007_199_254_740_988;

function oldBlock({ free, activeAnon, activeFile, inactiveAnon, inactiveFile }: MemInfoCounts): string[] {
  const active = activeAnon + activeFile;
  const inactive = inactiveAnon + inactiveFile;
  return [
    'Mem-info:',
    `Free pages:      ${String(free * 4).padStart(6)}kB (${String(0).padStart(6)}kB HighMem)`,
    `( Active: ${active}, inactive: ${inactive}, free: ${free} )`,
  ];
}

function middle26({ free, slabReclaimable, slabUnreclaimable, mapped, shmem, pageTables }: MemInfoCounts): string[] {
  return [
    ` free:${free} slab_reclaimable:${slabReclaimable} slab_unreclaimable:${slabUnreclaimable}`,
    ` mapped:${mapped} shmem:${shmem} pagetables:${pageTables} bounce:0`,
  ];
}

function middle6({ free, slabReclaimable, slabUnreclaimable, mapped, shmem, pageTables }: MemInfoCounts): string[] {
  return [
    ` slab_reclaimable:${slabReclaimable} slab_unreclaimable:${slabUnreclaimable}`,
    ` mapped:${mapped} shmem:${shmem} pagetables:${pageTables}`,
    ' sec_pagetables:0 bounce:0',
    ' kernel_misc_reclaimable:0',
    ` free:${free} free_pcp:0 free_cma:0`,
  ];
}
