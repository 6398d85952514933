import { divide } from '../cIntegers.ts';

export type FreebsdThresholds = {
  freeReserved: number;
  freeMin: number;
  freeTarget: number;
  freeSevere: number;
  inactiveTarget: number;
  /** The page daemon wakes below this. */
  wakeup: number;
};

const MAXBSIZE_PAGES = 16;

/**
 * Free-memory steps of one domain, in pages. SPEC [BSD-8]. Source: FreeBSD sys/vm/vm_pageout.c vm_pageout_init_domain.
 * @param freePages pages free at boot, which bound the inactive target
 */
export function freebsdThresholds(pages: number, freePages = pages): FreebsdThresholds {
  const base = pages > 1024 ? 4 + divide(pages - 1024, 200) : 4;
  const pageoutFreeMin = 2 * MAXBSIZE_PAGES + 2;
  const freeReserved = 32 + pageoutFreeMin + divide(pages, 768);
  const freeTarget = 4 * base + freeReserved;
  return {
    freeReserved,
    freeMin: base + freeReserved,
    freeTarget,
    freeSevere: divide(base, 2) + freeReserved,
    inactiveTarget: Math.min(divide(3 * freeTarget, 2), divide(freePages, 3)),
    wakeup: 9 * divide(freeTarget, 10),
  };
}

/** The page daemon's patience: fruitless scans (10 a second) before it votes for a kill. SPEC [BSD-9]. */
export const FREEBSD_OOM = { pageoutOomSeq: 12, scansPerSecond: 10, pfaultOomAttempts: 3, pfaultOomWaitSeconds: 10 };
