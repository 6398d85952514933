import { type EraRow, parseRelease, rowsFor } from '../release.ts';

/** Swap accounting of Solaris and illumos, in pages. */
export type SwapAccount = {
  /** RAM that is neither locked, nor the kernel's, nor lent out as swap. */
  availrmem: number;
  /** Disk swap in all. */
  aniMax: number;
  /** Disk swap reserved. */
  aniPhysResv: number;
  /** RAM reserved as swap. */
  aniMemResv: number;
  /** The part of it that is locked and cannot be given back. */
  aniLockedSwap: number;
  /** Slots without a page in them. */
  aniFree: number;
};

export type SwapfsFloors = { swapfsMinfree: number; swapfsReserve: number; tMinarmem: number };

export type AnonReserveRule = {
  /** One-second sleeps before a reservation that needs RAM goes on: rounds without progress before giving up. */
  idleRounds: number;
};

export type AnonReserveAsk = {
  pages: number;
  /** false = only test. */
  takes: boolean;
  /** Ask for reclaim first. */
  triesHard: boolean;
  isPrivileged: boolean;
};

export type AnonReserveAnswer = {
  isGranted: boolean;
  account: SwapAccount;
  /** One-second sleeps that the caller notices. */
  delaySeconds: number;
  /** Pages taken from disk swap and from RAM; what a refusal would have needed. */
  fromDisk: number;
  fromRam: number;
};

/**
 * Reserve swap for anonymous memory: disk first, then RAM, all or nothing. SPEC [SOL-1]..[SOL-5].
 * Source: illumos vm/vm_anon.c anon_resvmem, vm/vm_page.c page_reclaim_mem. Reclaim finds nothing here.
 */
export function reserveAnon(
  account: SwapAccount,
  ask: AnonReserveAsk,
  { floors, rule }: { floors: SwapfsFloors; rule: AnonReserveRule },
): AnonReserveAnswer {
  const onDisk = account.aniMax - account.aniPhysResv;
  if (ask.pages <= onDisk) {
    const taken = ask.takes ? ask.pages : 0;
    const after = { ...account, aniPhysResv: account.aniPhysResv + taken };
    return { isGranted: true, account: after, delaySeconds: 0, fromDisk: ask.pages, fromRam: 0 };
  }
  const fromRam = ask.pages - onDisk;
  const floor = floors.swapfsMinfree + (ask.isPrivileged ? 0 : floors.swapfsReserve);
  const delaySeconds = ask.triesHard ? reclaimDelay(account, { fromRam, floor }, { floors, rule }) : 0;
  const isGranted = account.availrmem > floor + fromRam;
  const answer = { isGranted, delaySeconds, fromDisk: onDisk, fromRam };
  if (!isGranted || !ask.takes) return { ...answer, account };
  return {
    ...answer,
    account: {
      ...account,
      aniPhysResv: account.aniMax,
      availrmem: account.availrmem - fromRam,
      aniMemResv: account.aniMemResv + fromRam,
      aniFree: account.aniFree + fromRam,
    },
  };
}

/**
 * Seconds slept asking for memory back. The first round always counts as progress, except with availrmem at 0, where the
 * remembered "one less" wraps around.
 */
function reclaimDelay(
  account: SwapAccount,
  need: { fromRam: number; floor: number },
  { floors, rule }: { floors: SwapfsFloors; rule: AnonReserveRule },
): number {
  if (account.availrmem >= floors.tMinarmem + need.fromRam + need.floor) return 0;
  return account.availrmem === 0 ? rule.idleRounds : rule.idleRounds + 1;
}

/** Give a reservation back: RAM first, disk with the rest. SPEC [SOL-6]. Source: vm/vm_anon.c anon_unresvmem. */
export function unreserveAnon(account: SwapAccount, pages: number): SwapAccount {
  const toRam = Math.max(0, Math.min(account.aniMemResv - account.aniLockedSwap, pages));
  return {
    ...account,
    availrmem: account.availrmem + toRam,
    aniMemResv: account.aniMemResv - toRam,
    aniFree: account.aniFree - toRam,
    aniPhysResv: account.aniPhysResv - (pages - toRam),
  };
}

/** Swap in pages that could still be reserved by a privileged caller, roughly. SPEC [SOL-7]. Source: vm/anon.h CURRENT_TOTAL_AVAILABLE_SWAP. */
export function availableSwap(account: SwapAccount, swapfsMinfree: number): number {
  return account.aniMax - account.aniPhysResv + Math.max(0, account.availrmem - swapfsMinfree);
}

export type SwapSummary = { allocated: number; reserved: number; used: number; available: number };

/** The four numbers of `swap -s`, in pages. SPEC [SOL-8]. Source: cmd/swap/swap.c doswap, vm/vm_swap.c. */
export function swapSummary(account: SwapAccount, swapfsMinfree: number): SwapSummary {
  const used = account.aniPhysResv + account.aniMemResv;
  const allocated = account.aniMax + account.aniMemResv - account.aniFree;
  return { allocated, reserved: used - allocated, used, available: availableSwap(account, swapfsMinfree) };
}

const ILLUMOS_ROWS: readonly EraRow<AnonReserveRule>[] = [
  { from: '0', set: { idleRounds: 0 } },
  { from: '2014', set: { idleRounds: 3 } },
];

/**
 * The patience of an illumos tree, named by its year: three idle rounds, in 2013 none. SPEC [SOL-4].
 * @param year null = today's
 */
export function illumosAnonReserve(year: string | null): AnonReserveRule {
  const rows = rowsFor(ILLUMOS_ROWS, parseRelease(year ?? '9999') ?? []);
  return rows.at(-1)?.set ?? { idleRounds: 3 };
}
