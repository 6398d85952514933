import type { Errno } from '../facts.ts';
import { hasCapability } from '../kernels/measure.ts';
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
  want: { pages: number; isData: boolean },
): LimitHit | null {
  const asked = want.pages;
  const mapped = as === undefined ? null : hitOf({ what: 'as', asked, counted: vmPages(space), bytes: as });
  if (mapped || !want.isData || data === undefined) return mapped;
  return hitOf({ what: 'data', asked, counted: dataPages(space), bytes: data });
}

function hitOf({ bytes, ...sum }: Omit<LimitHit, 'limit'> & { bytes: number }): LimitHit | null {
  const limit = Math.floor(bytes / 4096);
  return sum.counted + sum.asked > limit ? { ...sum, limit } : null;
}

/** RLIMIT_MEMLOCK as a process starts with it. */
export const MEMLOCK_BYTES = 8 << 20;

export function lockedPages(space: AddressSpace): number {
  let pages = 0;
  for (const vma of space.vmas) if (vma.isLocked) pages += vma.count;
  return pages;
}

/** [LIM-2] mm/mmap.c:mlock_future_check, mm/mlock.c:do_mlock. Root and processes with CAP_IPC_LOCK may lock anything. @param asked pages */
export function lockHit(process: Process, space: AddressSpace, asked: number): LimitHit | null {
  if (hasCapability(process, 'CAP_IPC_LOCK')) return null;
  const bytes = process.limits.memlock ?? MEMLOCK_BYTES;
  return hitOf({ what: 'memlock', asked, counted: lockedPages(space), bytes });
}

/** EPERM where locking is not allowed at all; else EAGAIN from mmap, ENOMEM from mlock. */
export function memlockErrno(process: Process, call: 'mmap' | 'mlock'): Errno {
  if ((process.limits.memlock ?? MEMLOCK_BYTES) === 0) return 'EPERM';
  return call === 'mmap' ? 'EAGAIN' : 'ENOMEM';
}
