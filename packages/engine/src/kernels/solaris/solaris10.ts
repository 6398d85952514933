import type { Candidate, Term } from '../../facts.ts';
import type { Machine, Watermarks } from '../../state.ts';
import { SWAPFS_RESERVE } from '../keptBack.ts';
import { hasCapability, livePages, machineUse, mlockedPages } from '../measure.ts';
import type { ChargeRequest, ChargeVerdict, MappingKind, Policy } from '../policy.ts';
import { spared } from '../spared.ts';
import { PERROR, PLAIN_SYSTEM } from '../system.ts';
import {
  type AnonReserveAsk,
  illumosAnonReserve,
  reserveAnon,
  type SwapAccount,
  type SwapfsFloors,
} from './anonReserve.ts';
import { solarisThresholds, swapfsLimits } from './swapfsLimits.ts';

/** conf/param.c:tune_t_minarmem, in pages. */
const T_MINARMEM = 25;
/** [KSOL-3] The tree whose patience is modelled: three idle rounds of a second. */
const RULE = illumosAnonReserve(null);

/**
 * [KSOL-1] The counters of vm/vm_anon.c from the one sum of promises. Disk is taken first and given back last, so that
 * min(promised, disk) lies on disk and the rest in RAM.
 */
export function swapAccount(m: Machine): SwapAccount {
  const aniPhysResv = Math.min(m.committed, m.swapPages);
  const aniMemResv = m.committed - aniPhysResv;
  return {
    availrmem: m.ramPages - machineUse(m).kernel - mlockedPages(m) - aniMemResv,
    aniMax: m.swapPages,
    aniPhysResv,
    aniMemResv,
    aniLockedSwap: 0,
    aniFree: m.swapPages + aniMemResv - Math.min(m.committed, livePages(m)),
  };
}

/** [KSOL-2] swapfs_minfree and swapfs_reserve of this machine. */
export function swapfsFloors(m: Machine): SwapfsFloors {
  const { availrmem, aniMemResv } = swapAccount(m);
  const limits = swapfsLimits({ physmem: m.ramPages, availrmem: availrmem + aniMemResv, segsptMinfree: 0 });
  return {
    swapfsMinfree: limits?.swapfsMinfree ?? 0,
    swapfsReserve: limits?.swapfsReserve ?? 0,
    tMinarmem: T_MINARMEM,
  };
}

/** [KSOL-4] Every anonymous page, read-only or not, shared objects once; private file pages when writable. */
function accounts(_m: Machine, { kind, prot, isNoreserve }: MappingKind): boolean {
  if (kind === 'shared' || isNoreserve) return false;
  return kind !== 'image' || prot.includes('w');
}

/** [KSOL-3], [KSOL-5] anon_resvmem: disk first, then RAM above the floors; all or nothing, and a refusal takes 4 s. */
function decideCharge(m: Machine, { process, pages, call }: ChargeRequest): ChargeVerdict {
  const isPrivileged = hasCapability(process, 'CAP_SYS_RESOURCE');
  const account = swapAccount(m);
  const floors = swapfsFloors(m);
  const ask: AnonReserveAsk = { pages, takes: true, triesHard: true, isPrivileged };
  const answer = reserveAnon(account, ask, { floors, rule: RULE });
  const terms = limitTerms(account, floors, isPrivileged);
  const verdict = {
    isGranted: answer.isGranted,
    counted: m.committed,
    limit: terms.reduce((sum, term) => sum + term.pages, 0),
    isSummed: true,
    terms,
    rule: 'KSOL-3',
    ...(answer.delaySeconds > 0 ? { waitedMs: answer.delaySeconds * 1000 } : {}),
  };
  return answer.isGranted
    ? verdict
    : {
        ...verdict,
        remedies: [
          { more: 'swap' },
          { instead: 'MAP_NORESERVE' },
          ...(call === 'fork' ? [{ instead: 'vfork' } as const, { instead: 'posix_spawn' } as const] : []),
        ],
      };
}

function limitTerms(account: SwapAccount, floors: SwapfsFloors, isPrivileged: boolean): Term[] {
  const terms = [
    { label: 'disk swap', pages: account.aniMax },
    { label: 'RAM that is not the kernel’s and not locked', pages: account.availrmem + account.aniMemResv },
    { label: 'RAM never lent out (swapfs_minfree)', pages: -floors.swapfsMinfree },
  ];
  return isPrivileged ? terms : [...terms, { label: SWAPFS_RESERVE, pages: -floors.swapfsReserve }];
}

/** [KSOL-9] All virtual swap, reserved or not: what `swap -s` adds up to. */
function commitLimit(m: Machine): number {
  const { availrmem, aniMemResv } = swapAccount(m);
  return m.swapPages + Math.max(0, availrmem + aniMemResv - swapfsFloors(m).swapfsMinfree);
}

/** [KSOL-10] The page scanner starts at lotsfree; a process that needs a page below throttlefree sleeps. */
function marks(ramPages: number): Watermarks {
  const { throttlefree, desfree, lotsfree } = solarisThresholds(ramPages);
  return { min: throttlefree, low: desfree, high: lotsfree };
}

function candidates(m: Machine): Candidate[] {
  return spared(m, 'Solaris kills nobody for memory');
}

export const solaris10: Policy = {
  id: 'solaris-10',
  name: 'Solaris 10',
  summary: 'Promises only what it can keep: refuses the request instead of killing later.',
  system: {
    ...PLAIN_SYSTEM,
    messages: '/var/adm/messages',
    memoryReport: 'swap -s',
    perror: { ...PERROR, ENOMEM: 'Not enough space' },
    strictPeer: null,
  },
  accounts,
  // [KSOL-6] The flag is cleared for shared memory.
  honoursNoreserve: (_m, isShared) => !isShared,
  noreserveTouch: 'reserves',
  chargesOnMprotect: true,
  decideCharge,
  commitLimit,
  isStrict: () => true,
  fork: 'space',
  vfork: 'free',
  vforkStopsThreads: true,
  // [KSOL-7]
  refusalErrno: (call) => (['mmap', 'mprotect', 'brk', 'mremap'].includes(call) ? 'EAGAIN' : 'ENOMEM'),
  onShortage: 'wait',
  candidates,
  tie: 'last',
  pointsIn: 'points',
  hasOomScore: false,
  tunables: () => ({}),
  watermarks: marks,
  // [KSOL-8]
  shortageResponse: () => ({
    outcome: 'stall',
    why: 'no page is free; the thread sleeps until the page scanner has freed some',
  }),
  knobs: ['nice'],
  hasGroups: false,
};
