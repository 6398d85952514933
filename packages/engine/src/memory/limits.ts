import type { Act } from '../act.ts';
import { isBornSince } from '../birth.ts';
import type { Errno } from '../facts.ts';
import { hasCapability } from '../kernels/measure.ts';
import type { Policy } from '../kernels/policy.ts';
import type { LimitHit } from '../limitHit.ts';
import type { AddressSpace, Process } from '../state.ts';
import { vmPages } from './space.ts';

/** Pages of private writable mappings except the stack (mm->data_vm). */
export function dataPages(space: AddressSpace): number {
  let pages = 0;
  for (const vma of space.vmas) {
    if (vma.object === null && vma.kind !== 'stack' && vma.prot.includes('w')) pages += vma.count;
  }
  return pages;
}

/** [LIM-1] mm/mmap.c:may_expand_vm: RLIMIT_AS, RLIMIT_DATA. Null = within both. */
export function expansionHit(
  { limits: { as, data } }: Process,
  space: AddressSpace,
  want: { pages: number; isData: boolean; policy: Policy },
): LimitHit | null {
  const asked = want.pages;
  const mapped = as === undefined ? null : hitOf({ what: 'as', asked, counted: vmPages(space), bytes: as });
  if (mapped || !want.isData || want.policy.dataIsHeap || data === undefined) return mapped;
  return hitOf({ what: 'data', asked, counted: dataPages(space), bytes: data });
}

function hitOf({ bytes, ...sum }: Omit<LimitHit, 'limit'> & { bytes: number }): LimitHit | null {
  const limit = Math.floor(bytes / 4096);
  return sum.counted + sum.asked > limit ? { ...sum, limit } : null;
}

/** RLIMIT_MEMLOCK as a process starts with it on a kernel that does not say otherwise. */
export const MEMLOCK_BYTES = 8 << 20;

/** [KL-28] RLIMIT_MEMLOCK as a process starts with it, bytes; on a machine that was made before 0.7.0 the same on every kernel. */
export function usualMemlock({ m, policy }: Pick<Act, 'm' | 'policy'>): number {
  return isBornSince(m.spec, '0.7.0') ? (policy.memlockBytes ?? MEMLOCK_BYTES) : MEMLOCK_BYTES;
}

export function lockedPages(space: AddressSpace): number {
  let pages = 0;
  for (const vma of space.vmas) if (vma.isLocked) pages += vma.count;
  return pages;
}

/** [LIM-2] mm/mmap.c:mlock_future_check, mm/mlock.c:do_mlock. Root and processes with CAP_IPC_LOCK may lock anything. @param asked pages */
export function lockHit(act: Act, process: Process, space: AddressSpace, asked: number): LimitHit | null {
  if (hasCapability(process, 'CAP_IPC_LOCK')) return null;
  const bytes = process.limits.memlock ?? usualMemlock(act);
  return hitOf({ what: 'memlock', asked, counted: lockedPages(space), bytes });
}

/** EPERM where locking is not allowed at all; else EAGAIN from mmap, ENOMEM from mlock. */
export function memlockErrno(process: Process, call: 'mmap' | 'mlock'): Errno {
  if ((process.limits.memlock ?? MEMLOCK_BYTES) === 0) return 'EPERM';
  return call === 'mmap' ? 'EAGAIN' : 'ENOMEM';
}
