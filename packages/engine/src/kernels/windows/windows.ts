import type { Machine } from '../../state.ts';
import { machineUse } from '../measure.ts';
import type { ChargeRequest, ChargeVerdict, Policy } from '../policy.ts';
import { spared } from '../spared.ts';
import { PLAIN_SYSTEM } from '../system.ts';
import { chargeCommit } from './commit.ts';

/** [KWIN-1], [KWIN-2] Pools, kernel stacks and page tables are part of the charge; the page file does not grow. */
function decideCharge(m: Machine, { pages }: ChargeRequest): ChargeVerdict {
  const { kernel } = machineUse(m);
  const machine = {
    ramPages: m.ramPages,
    pageFilePages: m.swapPages,
    pageFileMaxPages: m.swapPages,
    chargedPages: m.committed + kernel,
  };
  const { isGranted, limitPages } = chargeCommit(machine, pages);
  return {
    isGranted,
    counted: m.committed,
    limit: limitPages - kernel,
    isSummed: true,
    terms: [
      { label: 'RAM', pages: m.ramPages },
      { label: 'page file', pages: m.swapPages },
      { label: 'charged by the kernel itself', pages: -kernel },
    ],
    rule: 'KWIN-1',
    ...(isGranted ? {} : { remedies: [{ more: 'swap' as const }, { instead: 'MEM_RESERVE' as const }] }),
  };
}

export const windows: Policy = {
  id: 'windows',
  name: 'Windows NT',
  summary: 'Charges every committed page against RAM and page file; refuses rather than kills, and has no fork.',
  system: { ...PLAIN_SYSTEM, messages: 'event log', swapWord: 'page file' },
  // [KWIN-3] Committed memory is charged whatever its protection; the image's read-only parts are mapped from the file.
  accounts: (_m, { kind, prot, isNoreserve }) =>
    kind !== 'shared' && !isNoreserve && (kind !== 'image' || prot.includes('w')),
  // [KWIN-4] MAP_NORESERVE stands for MEM_RESERVE: address space only.
  honoursNoreserve: (_m, isShared) => !isShared,
  noreserveTouch: 'faults',
  chargesOnMprotect: true,
  decideCharge,
  // [KWIN-1]
  commitLimit: (m) => m.ramPages + m.swapPages - machineUse(m).kernel,
  isStrict: () => true,
  // [KWIN-5]
  fork: null,
  vfork: null,
  refusalErrno: () => 'ENOMEM',
  onShortage: 'wait',
  candidates: (m) => spared(m, 'Windows kills nobody for memory'),
  tie: 'last',
  pointsIn: 'points',
  hasOomScore: false,
  tunables: () => ({}),
  // [KWIN-6]
  shortageResponse: () => ({
    outcome: 'stall',
    why: 'no page is free; the thread waits until the memory manager has freed some',
  }),
  knobs: ['nice'],
  hasGroups: false,
};
