import type { Machine } from '../state.ts';
import type { ChargeRequest, ChargeVerdict, MappingKind, Policy } from './policy.ts';

const MIB = 256;

/** [SOL1] fs/swapfs/swap_subr.c:swapfs_recalc: RAM that can never back a reservation, in pages. */
export function swapfsMinfree(m: Machine): number {
  return Math.max(2 * MIB, m.ramPages >> 3);
}

/** [SOL2] RAM that only root may reserve, in pages. */
export function swapfsReserve(m: Machine): number {
  return Math.min(128 * MIB, Math.max(4 * MIB, m.ramPages >> 7));
}

/** RAM that the kernel does not hold itself: what was free when the machine came up. */
function availableRam(m: Machine): number {
  let kernel = 0;
  for (const run of m.frames) if (run.use === 'kernel' || run.use === 'tables') kernel += run.count;
  return m.ramPages - kernel;
}

/** [SOL3] vm/vm_anon.c:anon_resvmem: every private writable page is reserved, MAP_NORESERVE excepted; nothing is overcommitted. */
function accounts(_m: Machine, { kind, prot, isNoreserve }: MappingKind): boolean {
  return kind !== 'shared' && prot.includes('w') && !isNoreserve;
}

/** [SOL4] Disk swap first, RAM above the two reserves then; strictly greater, all or nothing, nobody is killed. */
function decideCharge(m: Machine, { process, pages }: ChargeRequest): ChargeVerdict {
  const isPrivileged = process.uid === 0;
  const terms = [
    { label: 'disk swap', pages: m.swapPages },
    { label: 'RAM the kernel does not hold', pages: availableRam(m) },
    { label: 'RAM kept from reservations (swapfs_minfree)', pages: -swapfsMinfree(m) },
  ];
  if (!isPrivileged) terms.push({ label: 'RAM kept for root (swapfs_reserve)', pages: -swapfsReserve(m) });
  const limit = terms.reduce((sum, term) => sum + term.pages, 0);
  const fitsOnDisk = m.committed + pages <= m.swapPages;
  const isGranted = fitsOnDisk || m.committed + pages < limit;
  return {
    isGranted,
    counted: m.committed,
    limit,
    isSummed: true,
    terms,
    rule: 'SOL4',
    remedy: isGranted ? undefined : 'more swap, MAP_NORESERVE, or vfork instead of fork',
  };
}

/** [SOL5] vm/anon.h: all swap there is, on disk and in RAM. */
function commitLimit(m: Machine): number {
  return m.swapPages + Math.max(0, availableRam(m) - swapfsMinfree(m));
}

export const solaris10: Policy = {
  id: 'solaris-10',
  name: 'Solaris 10',
  summary: 'Promises only what it can keep: refuses the request instead of killing later.',
  accounts,
  honoursNoreserve: () => true,
  chargesOnMprotect: true,
  decideCharge,
  commitLimit,
  isStrict: () => true,
  fork: 'space',
  vfork: 'free',
  refusalErrno: (call) => (call === 'mmap' || call === 'mprotect' ? 'EAGAIN' : 'ENOMEM'),
  onShortage: 'wait',
  candidates: () => [],
  tie: 'last',
  hasOomScore: false,
  killRule: 'SOL6',
};
