import type { StatedRemedy } from '../../facts.ts';
import { vmPages } from '../../memory/space.ts';
import type { Machine } from '../../state.ts';
import { freeSwap, hasCapability, machineUse, RECLAIMABLE_SLAB_PAGES } from '../measure.ts';
import type { ChargeRequest, ChargeVerdict } from '../policy.ts';
import type { LinuxEra } from './eraRules.ts';
import { commitLimit } from './formulas/commitLimit.ts';
import { type EnoughMemoryInput, type OvercommitMode, vmEnoughMemory } from './formulas/vmEnoughMemory.ts';

/** Calls that 2.4 does not hold against anything: the first two copy or change what is there, the stack just grows. */
const UNTESTED_IN_2_4: readonly string[] = ['fork', 'mprotect', 'stack'];

/** [PR-7] A posix_spawn charges a new image of 177 pages and nothing of its parent. */
const SPAWN_ASKS = { pages: 177, call: 'posix_spawn' };

export function overcommitMode(m: Machine): OvercommitMode {
  return (m.tunables['vm/overcommit_memory'] ?? 0) as OvercommitMode;
}

/** [KL-3] CommitLimit in pages; 2.4 knows none, and shows what mode 0 compares a request with instead. */
export function linuxCommitLimit(m: Machine, era: LinuxEra): number {
  if (era.enoughMemory.hasNever) return commitLimit(enoughInput(m, null, era), era.enoughMemory);
  const { file, shm } = machineUse(m);
  return m.freeFrames + file + shm + freeSwap(m);
}

/** [KL-1], [KL-2] The release's own vm_enough_memory, fed with what the machine holds now. */
export function linuxCharge(m: Machine, request: ChargeRequest, era: LinuxEra): ChargeVerdict {
  if (!era.enoughMemory.hasNever && UNTESTED_IN_2_4.includes(request.call)) {
    return { isGranted: true, counted: m.committed, limit: null, isSummed: false, terms: [], rule: 'KL-2' };
  }
  const decision = vmEnoughMemory(enoughInput(m, request, era), era.enoughMemory);
  const { isGranted, isSummed, rule, limitPages } = decision;
  // A limit that wrapped below 0 is larger than any number of pages: nothing is refused by it.
  const limit = limitPages === null || limitPages > Number.MAX_SAFE_INTEGER ? null : limitPages;
  const verdict = { isGranted, counted: m.committed, limit, isSummed, terms: decision.terms, rule };
  if (isGranted) return verdict;
  const small = request.call === 'fork' && linuxCharge(m, { ...request, ...SPAWN_ASKS }, era).isGranted;
  const other: StatedRemedy[] = small ? [{ instead: 'posix_spawn' }] : [];
  return { ...verdict, remedies: [...remediesOf(m, era), ...other] };
}

/**
 * All numbers in pages but those that say kbytes. What is in use is counted only where mode 0 weighs it, a process's size
 * only in mode 2: that is most of the cost of a charge. No spread: in a literal this long it costs fifty times as much.
 * @param request null = the limit itself is wanted
 */
function enoughInput(m: Machine, request: ChargeRequest | null, era: LinuxEra): EnoughMemoryInput {
  const { tunables } = m;
  const mode = overcommitMode(m);
  const isWeighed = mode === 0 && era.enoughMemory.guess !== 'ram-plus-swap';
  const { file, shm, swapCached } = isWeighed ? machineUse(m) : { file: 0, shm: 0, swapCached: 0 };
  return {
    totalRamPages: m.ramPages,
    hugetlbPages: 0,
    totalSwapPages: m.swapPages,
    overcommitRatio: tunables['vm/overcommit_ratio'] ?? 50,
    overcommitKbytes: tunables['vm/overcommit_kbytes'] ?? 0,
    pages: request?.pages ?? 0,
    mode,
    isAdmin: request !== null && hasCapability(request.process, 'CAP_SYS_ADMIN'),
    freePages: m.freeFrames,
    filePages: file + shm + swapCached,
    shmemPages: shm,
    freeSwapPages: isWeighed ? freeSwap(m) : 0,
    slabReclaimablePages: RECLAIMABLE_SLAB_PAGES,
    miscReclaimablePages: 0,
    totalReservePages: m.watermarks.high,
    adminReserveKbytes: tunables['vm/admin_reserve_kbytes'] ?? 0,
    userReserveKbytes: tunables['vm/user_reserve_kbytes'] ?? 0,
    processVmPages: request?.space && mode === 2 ? vmPages(request.space) : null,
    committedPages: m.committed,
  };
}

function remediesOf(m: Machine, era: LinuxEra): StatedRemedy[] {
  const modes = (...values: number[]) => values.map((to) => ({ knob: 'vm/overcommit_memory', to }));
  if (overcommitMode(m) === 0) {
    // What is free does not count where the limit is all RAM and swap.
    const free: StatedRemedy[] = era.enoughMemory.guess === 'ram-plus-swap' ? [] : [{ more: 'free memory' }];
    return [...modes(1), ...free, { more: 'swap' }];
  }
  const higher = (knob: string) => ({ knob, to: 'higher' as const });
  const kbytes = era.enoughMemory.hasKbytes ? [higher('vm/overcommit_kbytes')] : [];
  return [...modes(0, 1), { more: 'swap' }, higher('vm/overcommit_ratio'), ...kbytes];
}
