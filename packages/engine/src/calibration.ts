/**
 * Every number that was measured on the recording machine (Linux 6.1, one CPU, 4 KiB pages) rather than read in a
 * kernel's source. Nothing else in the engine is fitted. SPEC group [CAL].
 */

/** Installed size → what the kernel shows right after boot, all in kB. Sizes between are interpolated, beyond extended. */
export const BOOT_TABLE = [
  { memKb: 131072, memTotal: 117868, memFree: 103416 },
  { memKb: 196608, memTotal: 182188, memFree: 167192 },
  { memKb: 262144, memTotal: 246700, memFree: 231240 },
  { memKb: 393216, memTotal: 375340, memFree: 358440 },
] as const;

/** kB at boot that do not depend on the size. */
export const BOOT_KB = {
  cached: 828,
  anonPages: 700,
  slab: 10200,
  pageTables: 32,
  kernelStack: 536,
  committed: 708,
  mlocked: 1420,
} as const;

/** Memory that is not yet managed when `min_free_kbytes` is worked out (set-up code, freed later), kB. */
export const NOT_YET_MANAGED_KB = 900;
/** MemTotal less what is free when the reserves for root and users are worked out, kB. */
export const USED_AT_RESERVE_KB = 1932;

/** The worker image. Pages. */
export const WORKER = {
  /** Private anonymous pages at its first instruction; one more once it has a region. */
  startAnon: 12,
  /** Mapped pages of the file at start; after its first access to memory (the vdso page). */
  startFile: 171,
  touchedFile: 172,
  /** Mapped file pages of a forked child before it does anything. */
  forkFile: 50,
  /** Pages that a forked child writes before it answers for the first time. */
  forkWrites: 5,
} as const;

/**
 * Pages of the image that a forked child maps when it first comes to them, by what it does there: anything, reads the
 * clock, does the work of most calls or reads the number 0, manages its heap, maps, reads options of mmap.
 */
export const IMAGE_WINDOWS = { command: 24, clock: 1, work: 15, heap: 16, map: 16, options: 16 } as const;

/** [CAL-9] Kernel memory of a process beside its page tables: its stack (16 kB), and slab for task, mm and mappings. Pages. */
export const PROCESS_KERNEL_PAGES = 7;

/**
 * Pages in a page block (order 10 without huge pages). Under pressure an allocation falls back to a foreign block, which
 * lifts what the background reclaimer works towards by one block; the recordings end there.
 */
export const WATERMARK_BOOST_PAGES = 1024;

/**
 * The recording machine is a process of its host, which lets it have 65530 mappings (vm.max_map_count there); a zero page
 * costs one each, everything else a few dozen. Only a machine booted from a recording's readings has this limit.
 */
export const HOST_ZERO_PAGES = 65478;

/** Pages that are on their way to the swap device, or have arrived and still lie in memory, while there is pressure. */
export const WRITEBACK_PAGES = 700;

/** vm.watermark_boost_factor: how far the boost may go, in ten-thousandths of the high watermark; one page block at least. */
export const WATERMARK_BOOST_FACTOR = 15000;
