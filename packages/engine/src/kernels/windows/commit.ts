/** ERROR_COMMITMENT_LIMIT and its NT status. */
export const ERROR_COMMITMENT_LIMIT = 1455;
export const STATUS_COMMITMENT_LIMIT = 0xc000012d;

export type WindowsCommit = {
  ramPages: number;
  pageFilePages: number;
  /** What the page files may grow to in all. */
  pageFileMaxPages: number;
  chargedPages: number;
};

export type WindowsCommitDecision = {
  isGranted: boolean;
  chargedAfter: number;
  limitPages: number;
  /** The page files grew to fit the request. */
  pageFileAfter: number;
};

/**
 * Charge a commit. SPEC [WIN-1]..[WIN-3]. The limit is RAM plus the page files as they are; they may grow up to their maximum.
 * The charge never passes the limit, so a committed page can always be touched, and no process is killed.
 * Source: Windows Internals, 6th edition, part 2, commit charge.
 */
export function chargeCommit(machine: WindowsCommit, pages: number): WindowsCommitDecision {
  const wanted = machine.chargedPages + pages;
  const most = machine.ramPages + Math.max(machine.pageFilePages, machine.pageFileMaxPages);
  const pageFileAfter =
    wanted <= most ? Math.max(machine.pageFilePages, wanted - machine.ramPages) : machine.pageFilePages;
  return {
    isGranted: wanted <= most,
    chargedAfter: wanted <= most ? wanted : machine.chargedPages,
    limitPages: machine.ramPages + pageFileAfter,
    pageFileAfter,
  };
}

/** Reserving address space charges nothing; committing charges every page. SPEC [WIN-4]. */
export function windowsChargeOf(call: 'MEM_RESERVE' | 'MEM_COMMIT', pages: number): number {
  return call === 'MEM_COMMIT' ? pages : 0;
}
