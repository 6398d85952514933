const MIB_PAGES = 256;

export type SwapfsLimits = { swapfsMinfree: number; swapfsReserve: number; swapfsDesfree: number };
export type SwapfsMachine = { physmem: number; availrmem: number; segsptMinfree: number };

/**
 * How much RAM never becomes swap, from the size of the machine, in pages. SPEC [SOL-9]..[SOL-11].
 * Source: illumos fs/swapfs/swap_subr.c swapfs_recalc, without tunables.
 * @returns null if the kernel refuses the values
 */
export function swapfsLimits(machine: SwapfsMachine): SwapfsLimits | null {
  const { physmem, availrmem, segsptMinfree } = machine;
  const usual = Math.max(2 * MIB_PAGES, Math.floor(physmem / 8));
  if (usual > physmem) return null;
  const mayFollowSegspt = segsptMinfree > 0 && availrmem > segsptMinfree;
  if (availrmem < usual && !mayFollowSegspt) return null;
  return {
    swapfsMinfree: availrmem < usual ? segsptMinfree : usual,
    swapfsReserve: Math.min(128 * MIB_PAGES, Math.max(4 * MIB_PAGES, Math.floor(physmem / 128))),
    swapfsDesfree: 3.5 * MIB_PAGES,
  };
}

export type SolarisThresholds = {
  lotsfree: number;
  desfree: number;
  minfree: number;
  throttlefree: number;
  pageoutReserve: number;
};

/** Free-memory steps of the page scanner, in pages. SPEC [SOL-12]. Source: illumos os/vm_pageout.c setupclock. */
export function solarisThresholds(physmem: number): SolarisThresholds {
  const lotsfree = Math.min(2048 * MIB_PAGES, Math.max(16 * MIB_PAGES, Math.floor(physmem / 64)));
  const desfree = Math.floor(lotsfree / 2);
  const minfree = Math.floor((desfree * 3) / 4);
  return { lotsfree, desfree, minfree, throttlefree: minfree, pageoutReserve: Math.floor((minfree * 3) / 4) };
}
