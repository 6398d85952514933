import { asUnsigned64, divide } from './cIntegers.ts';
import { type CommitLimitInput, type CommitLimitRule, commitLimit } from './commitLimit.ts';

export type OvercommitMode = 0 | 1 | 2;

export type EnoughMemoryRule = CommitLimitRule & {
  /** What mode 0 (guess) compares a request with. */
  guess: 'free-24' | 'one-sum' | 'two-steps' | 'two-steps-reserve' | 'sum-reserve' | 'ram-plus-swap';
  /** The part of mode 0 that only CAP_SYS_ADMIN may use. */
  guessMargin: 'none' | '1/32' | 'admin-kbytes';
  /** Mode 2 exists (2.5.30 and later). */
  hasNever: boolean;
  /** What mode 2 keeps back from callers without CAP_SYS_ADMIN. */
  neverAdmin: 'none' | '1/32' | 'admin-kbytes';
  /** What mode 2 keeps back from every process. */
  neverUser: 'none' | '1/32' | 'user-kbytes';
  /** `long` arithmetic (3.19). Before, a difference below 0 wraps to a huge number and everything is granted. */
  signed: boolean;
};

export type EnoughMemoryInput = CommitLimitInput & {
  pages: number;
  mode: OvercommitMode;
  isAdmin: boolean;
  freePages: number;
  /** Page cache, with shared memory and swap cache in it. */
  filePages: number;
  shmemPages: number;
  freeSwapPages: number;
  slabReclaimablePages: number;
  /** Kernel memory that can be given back but is no slab page (4.17 and later), in pages. */
  miscReclaimablePages: number;
  totalReservePages: number;
  adminReserveKbytes: number;
  userReserveKbytes: number;
  /** Size of the asking process; null = the kernel itself asks. */
  processVmPages: number | null;
  committedPages: number;
};

export type EnoughMemoryDecision = {
  isGranted: boolean;
  /** Committed_AS after the call; unchanged by a refusal. */
  committedAfter: number;
  /** What mode 2 compared Committed_AS with, what mode 0 found; null = nothing was compared. */
  allowedPages: number | null;
};

/**
 * Grant or refuse `pages` of commit. SPEC [VM-1]..[VM-9].
 * Source: mm/mmap.c (2.4.20 vm_enough_memory; to 4.4 __vm_enough_memory), security/commoncap.c (2.6.10), mm/util.c (later).
 */
export function vmEnoughMemory(ask: EnoughMemoryInput, rule: EnoughMemoryRule): EnoughMemoryDecision {
  const decide = (isGranted: boolean, allowedPages: number | null) => ({
    isGranted,
    committedAfter: ask.committedPages + (isGranted ? ask.pages : 0),
    allowedPages,
  });
  if (ask.mode === 1 || (ask.mode === 2 && !rule.hasNever)) return decide(true, null);
  if (ask.mode === 2) {
    const allowed = neverAllows(ask, rule);
    return decide(ask.committedPages + ask.pages < allowed, allowed);
  }
  const found = guessFinds(ask, rule);
  return decide(rule.guess === 'ram-plus-swap' ? ask.pages <= found : ask.pages < found, found);
}

/** The most that Committed_AS must stay below in mode 2, for this caller. SPEC [VM-6]..[VM-8]. */
export function neverAllows(ask: EnoughMemoryInput, rule: EnoughMemoryRule): number {
  let allowed = commitLimit(ask, rule);
  if (!ask.isAdmin && rule.neverAdmin === '1/32') {
    const withoutSwap = allowed - ask.totalSwapPages;
    allowed -= divide(withoutSwap, 32);
  }
  if (!ask.isAdmin && rule.neverAdmin === 'admin-kbytes') allowed -= divide(ask.adminReserveKbytes, 4);
  if (ask.processVmPages !== null && rule.neverUser !== 'none') {
    const share = divide(ask.processVmPages, 32);
    allowed -= rule.neverUser === '1/32' ? share : Math.min(share, divide(ask.userReserveKbytes, 4));
  }
  return rule.signed ? allowed : asUnsigned64(allowed);
}

/** What mode 0 takes to be available to this caller; a request must be smaller. SPEC [VM-1]..[VM-5]. */
function guessFinds(ask: EnoughMemoryInput, rule: EnoughMemoryRule): number {
  const cached = ask.filePages + ask.freeSwapPages + ask.slabReclaimablePages + ask.miscReclaimablePages;
  switch (rule.guess) {
    case 'ram-plus-swap':
      return ask.totalRamPages + ask.totalSwapPages;
    case 'free-24':
      return cached + ask.freePages;
    case 'one-sum':
      return withMargin(cached + ask.freePages, ask, rule);
    case 'two-steps':
      return withMargin(cached, ask, rule) + withMargin(ask.freePages, ask, rule);
    case 'two-steps-reserve': {
      const first = withMargin(cached, ask, rule);
      // Free RAM at or below the reserve adds nothing, so only a request that the first sum covers is granted.
      if (ask.freePages <= ask.totalReservePages) return first;
      return first + withMargin(ask.freePages - ask.totalReservePages, ask, rule);
    }
    case 'sum-reserve': {
      const sum = ask.freePages + cached - ask.shmemPages;
      const available = rule.signed ? sum : asUnsigned64(sum);
      if (available <= ask.totalReservePages) return 0;
      return withMargin(sum - ask.totalReservePages, ask, rule);
    }
  }
}

function withMargin(free: number, ask: EnoughMemoryInput, rule: EnoughMemoryRule): number {
  const word = (x: number) => (rule.signed ? x : asUnsigned64(x));
  if (ask.isAdmin || rule.guessMargin === 'none') return word(free);
  if (rule.guessMargin === '1/32') return word(free) - divide(word(free), 32);
  return word(free - divide(ask.adminReserveKbytes, 4));
}
