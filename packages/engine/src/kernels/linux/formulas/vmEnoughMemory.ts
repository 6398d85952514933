import { asUnsigned64, divide } from '../../cIntegers.ts';
import { RESERVE_FOR_OTHERS, RESERVE_FOR_ROOT } from '../../keptBack.ts';
import { type CommitLimitInput, type CommitLimitRule, commitLimitTerms, type PageTerm, sumOf } from './commitLimit.ts';

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
  /** Reclaimable kernel memory other than slab (4.17 and later), in pages. */
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
  /** What the request (mode 0) or the new Committed_AS (mode 2) was held against; null = nothing was compared. */
  limitPages: number | null;
  /** How the limit came about. They add up to it, unless the kernel's arithmetic wrapped. */
  terms: PageTerm[];
  /** Mode 2 counts what was promised before; mode 0 looks at the one request. */
  isSummed: boolean;
  /** The SPEC rule that decided. */
  rule: string;
};

/**
 * Grant or refuse `pages` of commit. SPEC [VM-1]..[VM-9].
 * Source: mm/mmap.c (2.4.20 vm_enough_memory; to 4.4 __vm_enough_memory), security/commoncap.c (2.6.10), mm/util.c (later).
 */
export function vmEnoughMemory(ask: EnoughMemoryInput, rule: EnoughMemoryRule): EnoughMemoryDecision {
  const decide = (isGranted: boolean, found: Omit<EnoughMemoryDecision, 'isGranted' | 'committedAfter'>) => ({
    isGranted,
    committedAfter: ask.committedPages + (isGranted ? ask.pages : 0),
    ...found,
  });
  if (ask.mode === 1 || (ask.mode === 2 && !rule.hasNever)) {
    return decide(true, { limitPages: null, terms: [], isSummed: false, rule: 'VM-1' });
  }
  if (ask.mode === 2) {
    const terms = neverTerms(ask, rule);
    const limitPages = word(sumOf(terms), rule);
    return decide(ask.committedPages + ask.pages < limitPages, { limitPages, terms, isSummed: true, rule: 'VM-7' });
  }
  const { limitPages, terms, spec } = guess(ask, rule);
  const isGranted = rule.guess === 'ram-plus-swap' ? ask.pages <= limitPages : ask.pages < limitPages;
  return decide(isGranted, { limitPages, terms, isSummed: false, rule: spec });
}

/** Before 3.19 the sums are unsigned: below 0 they are larger than any request. SPEC [VM-9]. */
function word(pages: number, rule: EnoughMemoryRule): number {
  return rule.signed ? pages : asUnsigned64(pages);
}

/** What Committed_AS must stay below in mode 2, for this caller. SPEC [VM-7], [VM-8]. */
export function neverTerms(ask: EnoughMemoryInput, rule: EnoughMemoryRule): PageTerm[] {
  const terms = commitLimitTerms(ask, rule);
  if (!ask.isAdmin && rule.neverAdmin === '1/32') {
    const ram = sumOf(terms) - ask.totalSwapPages;
    terms.push({ label: RESERVE_FOR_ROOT, pages: -divide(ram, 32) });
  }
  if (!ask.isAdmin && rule.neverAdmin === 'admin-kbytes') {
    terms.push({ label: RESERVE_FOR_ROOT, pages: -divide(ask.adminReserveKbytes, 4) });
  }
  if (ask.processVmPages !== null && rule.neverUser !== 'none') {
    const share = divide(ask.processVmPages, 32);
    const kept = rule.neverUser === '1/32' ? share : Math.min(share, divide(ask.userReserveKbytes, 4));
    terms.push({ label: RESERVE_FOR_OTHERS, pages: -kept });
  }
  return terms;
}

type Guess = { limitPages: number; terms: PageTerm[]; spec: string };

/** What mode 0 takes to be available to this caller; a request must be smaller. SPEC [VM-2]..[VM-6]. */
function guess(ask: EnoughMemoryInput, rule: EnoughMemoryRule): Guess {
  const free: PageTerm = { label: 'free RAM', pages: ask.freePages };
  const cached: PageTerm[] = [
    { label: 'page cache', pages: ask.filePages },
    { label: 'free swap', pages: ask.freeSwapPages },
    { label: 'reclaimable kernel memory', pages: ask.slabReclaimablePages + ask.miscReclaimablePages },
  ];
  switch (rule.guess) {
    case 'ram-plus-swap': {
      const terms = [
        { label: 'RAM', pages: ask.totalRamPages },
        { label: 'swap', pages: ask.totalSwapPages },
      ];
      return { limitPages: sumOf(terms), terms, spec: 'VM-6' };
    }
    case 'free-24':
    case 'one-sum':
      return { ...lessMargin([...cached, free], ask, rule), spec: rule.guess === 'free-24' ? 'VM-2' : 'VM-3' };
    case 'two-steps':
    case 'two-steps-reserve':
      return twoSteps(cached, ask, rule);
    case 'sum-reserve':
      return sumWithReserve([free, ...cached, { label: 'shared memory', pages: -ask.shmemPages }], ask, rule);
  }
}

/** The caches first; only a request that they cannot cover looks at free RAM. SPEC [VM-3], [VM-4]. */
function twoSteps(cached: PageTerm[], ask: EnoughMemoryInput, rule: EnoughMemoryRule): Guess {
  const first = lessMargin(cached, ask, rule);
  const keepsReserve = rule.guess === 'two-steps-reserve';
  const spec = keepsReserve ? 'VM-4' : 'VM-3';
  // Free RAM at or below the reserve adds nothing, so only a request that the first sum covers is granted.
  if (keepsReserve && ask.freePages <= ask.totalReservePages) return { ...first, spec };
  const reserve = { label: 'reserve', pages: -ask.totalReservePages };
  const second = lessMargin(
    [{ label: 'free RAM', pages: ask.freePages }, ...(keepsReserve ? [reserve] : [])],
    ask,
    rule,
  );
  return { limitPages: first.limitPages + second.limitPages, terms: [...first.terms, ...second.terms], spec };
}

/** SPEC [VM-5]. */
function sumWithReserve(sum: PageTerm[], ask: EnoughMemoryInput, rule: EnoughMemoryRule): Guess {
  const terms = [...sum, { label: 'reserve', pages: -ask.totalReservePages }];
  if (word(sumOf(sum), rule) <= ask.totalReservePages) return { limitPages: 0, terms, spec: 'VM-5' };
  return { ...lessMargin(terms, ask, rule), spec: 'VM-5' };
}

function lessMargin(terms: PageTerm[], ask: EnoughMemoryInput, rule: EnoughMemoryRule): Omit<Guess, 'spec'> {
  const sum = sumOf(terms);
  if (ask.isAdmin || rule.guessMargin === 'none') return { limitPages: word(sum, rule), terms };
  const margin = rule.guessMargin === '1/32' ? divide(word(sum, rule), 32) : divide(ask.adminReserveKbytes, 4);
  const all = [...terms, { label: RESERVE_FOR_ROOT, pages: -margin }];
  const limitPages = rule.guessMargin === '1/32' ? word(sum, rule) - margin : word(sum - margin, rule);
  return { limitPages, terms: all };
}
