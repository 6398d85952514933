import type { Candidate, StatedRemedy } from '../../facts.ts';
import { spaceOf } from '../../memory/space.ts';
import type { Machine, Process, Watermarks } from '../../state.ts';
import { freeSwap, heldBy, living, machineUse, mlockedPages } from '../measure.ts';
import { killOwnOrFound } from '../ownOrFound.ts';
import type { ChargeRequest, ChargeVerdict, Policy, Shortage, ShortageResponse } from '../policy.ts';
import { PERROR, PLAIN_SYSTEM } from '../system.ts';
import { freebsdKillMessage, freebsdReserveMessage } from './messages.ts';
import { oomPageCount } from './pageCount.ts';
import { reserveSwap, type SwapReserveInput, swapReserveLimit } from './swapReserve.ts';
import { FREEBSD_OOM, freebsdThresholds } from './thresholds.ts';
import { type FreebsdProcess, freebsdExemption, freebsdSize, freebsdVictim } from './victim.ts';

const PAGE = 4096;

function overcommit(m: Machine): number {
  return m.tunables['vm/overcommit'] ?? 0;
}

/** [KBSD-1] Wired: the kernel's own pages and what mlock holds. */
function wired(m: Machine): number {
  return machineUse(m).kernel + mlockedPages(m);
}

/** [KBSD-8] RLIMIT_SWAP is not modelled, so bit 2 of vm.overcommit refuses nothing. */
function reserveInput(m: Machine, pages: number, process?: Process): SwapReserveInput {
  return {
    requestBytes: pages * PAGE,
    overcommit: overcommit(m),
    swapTotalBytes: m.swapPages * PAGE,
    swapReservedBytes: m.committed * PAGE,
    pageCount: m.ramPages,
    freeReservedPages: freebsdThresholds(m.ramPages).freeReserved,
    wiredPages: wired(m),
    userVmBytes: 0,
    rlimitSwapBytes: null,
    // PRIV_VM_SWAP_NOQUOTA
    mayExceedTotal: process?.uid === 0,
    mayExceedRlimit: false,
  };
}

/** [KBSD-1], [KBSD-2] swap_reserve_by_cred; nothing is refused unless bit 1 of vm.overcommit says so. */
function decideCharge(m: Machine, request: ChargeRequest): ChargeVerdict {
  const ask = reserveInput(m, request.pages, request.process);
  const { isGranted, limitBytes } = reserveSwap(ask);
  const isEnforced = (ask.overcommit & 1) !== 0;
  const ram = [
    { label: 'RAM', pages: m.ramPages },
    { label: 'kept free (v_free_reserved)', pages: -ask.freeReservedPages },
    { label: 'wired', pages: -ask.wiredPages },
  ];
  return {
    isGranted,
    counted: m.committed,
    limit: isEnforced ? Math.floor(limitBytes / PAGE) : null,
    isSummed: true,
    terms: isEnforced ? [{ label: 'swap', pages: m.swapPages }, ...((ask.overcommit & 4) !== 0 ? ram : [])] : [],
    rule: isEnforced ? 'BSD-2' : 'BSD-1',
    ...(isGranted ? {} : { remedies: remediesBeside(ask.overcommit) }),
  };
}

/** Bit 1 enforces the limit, bit 4 counts RAM as well as swap. */
function remediesBeside(overcommit: number): StatedRemedy[] {
  const knob = 'vm/overcommit';
  const ram = (overcommit & 4) !== 0 ? [] : [{ knob, to: overcommit | 4 }];
  return [{ knob, to: 0 }, ...ram, { more: 'swap' }];
}

/** [KBSD-4] What the killer weighs. */
function weighed(m: Machine, process: Process): FreebsdProcess {
  const held = heldBy(m, process);
  const residentPages = process.space === null ? 0 : oomPageCount(m, spaceOf(m, process.space));
  return {
    pid: process.pid,
    isProtected: process.traits.isProtected ?? false,
    isSystem: false,
    isInExec: false,
    isKilled: false,
    isNormal: true,
    thread: 'running',
    hasMemory: process.space !== null,
    swapPages: held.swap,
    residentPages,
  };
}

/** [KBSD-5] allproc: the youngest process first. */
function inOrder(m: Machine): Process[] {
  return living(m).reverse();
}

function candidates(m: Machine): Candidate[] {
  return inOrder(m).map((process) => {
    const weight = weighed(m, process);
    const exempt = freebsdExemption(weight, freeSwap(m));
    const terms = [
      { label: 'swapped', value: weight.swapPages },
      { label: 'resident, objects in full', value: weight.residentPages },
    ];
    const who = { pid: process.pid, process: process.name, uid: process.uid };
    const points = freebsdSize(weight, 'mem');
    return { ...who, terms, points, oomScore: null, ...(exempt === null ? {} : { exempt }) };
  });
}

/** [KBSD-3] Twelve scans without success, then the biggest. Without a candidate the process that needs the page sleeps. */
function shortageResponse(m: Machine, { ownChoice }: Shortage): ShortageResponse {
  const milliseconds = (FREEBSD_OOM.pageoutOomSeq * 1000) / FREEBSD_OOM.scansPerSecond;
  const waited = { milliseconds, why: 'twelve scans of the page daemon freed nothing' };
  const found = freebsdVictim(
    inOrder(m).map((p) => weighed(m, p)),
    'mem',
    freeSwap(m),
  );
  if (!found) return { outcome: 'stall', why: 'no page is free, and every process is protected', waited };
  const kill = killOwnOrFound(m, {
    pid: found.pid,
    ownChoice,
    candidates: () => candidates(m),
    rule: 'BSD-5',
    lines: ({ pid, comm, uid }) => [freebsdKillMessage({ pid, name: comm, uid })],
  });
  return { ...kill, waited };
}

/** The limit in force; while nothing is refused, what RAM and swap could keep. */
function commitLimit(m: Machine): number {
  const input = reserveInput(m, 0);
  const isEnforced = (input.overcommit & 1) !== 0;
  return Math.floor(swapReserveLimit(isEnforced ? input : { ...input, overcommit: 4 }) / PAGE);
}

function marks(ramPages: number): Watermarks {
  const { freeReserved, freeMin, freeTarget } = freebsdThresholds(ramPages);
  return { min: freeReserved, low: freeMin, high: freeTarget };
}

export const freebsd: Policy = {
  id: 'freebsd',
  name: 'FreeBSD',
  summary: 'Counts every reservation but refuses none unless vm.overcommit says so; kills the biggest.',
  system: {
    ...PLAIN_SYSTEM,
    perror: PERROR,
    // Bit 1 enforces the limit, bit 4 counts RAM as well as swap.
    strictWay: { kind: 'setting', name: 'vm/overcommit', value: 5, isSet: (mode) => (mode & 1) === 1 },
  },
  accounts: (_m, { kind, prot }) => kind !== 'shared' && prot.includes('w'),
  // [KBSD-7]
  honoursNoreserve: () => false,
  chargesOnMprotect: true,
  decideCharge,
  commitLimit,
  isStrict: (m) => (overcommit(m) & 1) !== 0,
  fork: 'space',
  vfork: 'free',
  refusalErrno: () => 'ENOMEM',
  onShortage: 'kill-victim',
  candidates,
  tie: 'first',
  pointsIn: 'pages',
  weighsWholeObjects: true,
  hasOomScore: false,
  tunables: () => ({ 'vm/overcommit': 0 }),
  maxima: { 'vm/overcommit': 7 },
  watermarks: marks,
  shortageResponse,
  refusalLines: ({ pid, comm, uid }, pages) => [freebsdReserveMessage({ pid, name: comm, uid }, pages * PAGE)],
  knobs: ['nice', 'protect'],
  hasGroups: false,
};
