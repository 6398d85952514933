import { divide } from '../../cIntegers.ts';

export type CommitLimitRule = {
  /** Huge pages of the pool do not count as RAM (2.6.5). */
  subtractsHugetlb: boolean;
  /** vm.overcommit_kbytes, if set, takes the place of the ratio (3.14). */
  hasKbytes: boolean;
};

export type CommitLimitInput = {
  totalRamPages: number;
  hugetlbPages: number;
  totalSwapPages: number;
  overcommitRatio: number;
  /** 0 = use the ratio. */
  overcommitKbytes: number;
};

/**
 * CommitLimit in pages, as /proc/meminfo shows it: without the reserves for root and for the process. SPEC [LIMIT-1].
 * Source: mm/util.c vm_commit_limit (3.14 and later); the same sum inside __vm_enough_memory before.
 */
export function commitLimit(machine: CommitLimitInput, rule: CommitLimitRule): number {
  return sumOf(commitLimitTerms(machine, rule));
}

/** One summand of a limit, in pages; a deduction is negative. */
export type PageTerm = { label: string; pages: number };

export function sumOf(terms: readonly PageTerm[]): number {
  return terms.reduce((sum, term) => sum + term.pages, 0);
}

export function commitLimitTerms(machine: CommitLimitInput, rule: CommitLimitRule): PageTerm[] {
  const swap = { label: 'swap', pages: machine.totalSwapPages };
  if (rule.hasKbytes && machine.overcommitKbytes > 0) {
    return [{ label: 'overcommit_kbytes', pages: divide(machine.overcommitKbytes, 4) }, swap];
  }
  const ram = machine.totalRamPages - (rule.subtractsHugetlb ? machine.hugetlbPages : 0);
  return [{ label: `RAM × ${machine.overcommitRatio} %`, pages: divide(ram * machine.overcommitRatio, 100) }, swap];
}
