import type { Errno } from '../facts.ts';
import { hasCapability } from '../kernels/measure.ts';
import type { AddressSpace, Process } from '../state.ts';
import { vmPages } from './space.ts';

/** Pages of private writable mappings that are no stack (mm->data_vm). */
export function dataPages(space: AddressSpace): number {
  let pages = 0;
  for (const vma of space.vmas) {
    if (vma.object === null && vma.kind !== 'stack' && vma.prot.includes('w')) pages += vma.count;
  }
  return pages;
}

/** [LIM1] mm/mmap.c:may_expand_vm, RLIMIT_AS and RLIMIT_DATA. Answers why not, or null. */
export function mayExpand(
  process: Process,
  space: AddressSpace,
  want: { pages: number; isData: boolean },
): string | null {
  const { as, data } = process.limits;
  if (as !== undefined && vmPages(space) + want.pages > Math.floor(as / 4096)) return 'RLIMIT_AS reached';
  if (want.isData && data !== undefined && dataPages(space) + want.pages > Math.floor(data / 4096))
    return 'RLIMIT_DATA reached';
  return null;
}

/** RLIMIT_MEMLOCK as a process starts with it. */
export const MEMLOCK_BYTES = 8 << 20;

export function lockedPages(space: AddressSpace): number {
  let pages = 0;
  for (const vma of space.vmas) if (vma.isLocked) pages += vma.count;
  return pages;
}

/** [LIM2] mm/mmap.c:mlock_future_check, mm/mlock.c:do_mlock. Root may lock anything, and who has CAP_IPC_LOCK. */
export function mayLock(process: Process, space: AddressSpace, pages: number): boolean {
  if (hasCapability(process, 'CAP_IPC_LOCK')) return true;
  const limit = process.limits.memlock ?? MEMLOCK_BYTES;
  return lockedPages(space) + pages <= Math.floor(limit / 4096);
}

/** EPERM where locking is not allowed at all; else EAGAIN from mmap, ENOMEM from mlock. */
export function memlockErrno(process: Process, call: 'mmap' | 'mlock'): Errno {
  if ((process.limits.memlock ?? MEMLOCK_BYTES) === 0) return 'EPERM';
  return call === 'mmap' ? 'EAGAIN' : 'ENOMEM';
}
