import {
  commitLimit,
  divide,
  type EnoughMemoryInput,
  type LinuxEra,
  vmEnoughMemory,
} from '@overcommit/engine/formulas';
import { flag, inputNames, num, type Outputs, type VectorRecord, type VectorSet } from './record.ts';

const INPUTS = inputNames(
  ...['pages', 'mode', 'free_pages', 'file_pages', 'shmem_pages', 'swap_free_pages', 'slab_reclaimable_pages'],
  ...['indirectly_reclaimable_bytes', 'kernel_misc_reclaimable_pages', 'totalreserve_pages', 'totalram_pages'],
  ...['hugetlb_pages', 'total_swap_pages', 'overcommit_ratio', 'overcommit_kbytes', 'admin_reserve_kbytes'],
  ...['user_reserve_kbytes', 'cap_sys_admin', 'mm_total_vm_pages', 'committed_before'],
  ...['page_cache_pages', 'swapcache_pages', 'unused_dentries', 'unused_inodes', 'sizeof_dentry', 'sizeof_inode'],
);

/** `vm-enough-memory`: the commit check. */
export function linuxEnoughMemorySet(era: LinuxEra): VectorSet {
  return { inputs: INPUTS, compute: (record) => compute(record, era) };
}

function compute(record: VectorRecord, era: LinuxEra): Outputs {
  const ask = input(record);
  const decision = vmEnoughMemory(ask, era.enoughMemory);
  return {
    ok: decision.isGranted,
    errno: decision.isGranted ? null : 'ENOMEM',
    committed_after: decision.committedAfter,
    commit_limit_pages: commitLimit(ask, era.enoughMemory),
  };
}

function input(record: VectorRecord): EnoughMemoryInput {
  const mode = num(record, 'mode');
  if (mode !== 0 && mode !== 1 && mode !== 2) throw new Error(`mode ${mode} is unknown`);
  return {
    pages: num(record, 'pages'),
    mode,
    isAdmin: flag(record, 'cap_sys_admin'),
    freePages: num(record, 'free_pages'),
    filePages: num(record, 'file_pages', 0) + num(record, 'page_cache_pages', 0) + num(record, 'swapcache_pages', 0),
    shmemPages: num(record, 'shmem_pages', 0),
    freeSwapPages: num(record, 'swap_free_pages'),
    slabReclaimablePages: num(record, 'slab_reclaimable_pages', 0) + unusedCaches(record),
    miscReclaimablePages:
      num(record, 'kernel_misc_reclaimable_pages', 0) + divide(num(record, 'indirectly_reclaimable_bytes', 0), 4096),
    totalReservePages: num(record, 'totalreserve_pages', 0),
    totalRamPages: num(record, 'totalram_pages', 0),
    hugetlbPages: num(record, 'hugetlb_pages', 0),
    totalSwapPages: num(record, 'total_swap_pages', 0),
    overcommitRatio: num(record, 'overcommit_ratio', 0),
    overcommitKbytes: num(record, 'overcommit_kbytes', 0),
    adminReserveKbytes: num(record, 'admin_reserve_kbytes', 0),
    userReserveKbytes: num(record, 'user_reserve_kbytes', 0),
    processVmPages: record.mm_total_vm_pages === null ? null : num(record, 'mm_total_vm_pages', 0),
    committedPages: num(record, 'committed_before', 0),
  };
}

/** 2.4 counts unused directory entries and inodes, each in whole pages. */
function unusedCaches(record: VectorRecord): number {
  const pagesIn = (count: string, size: string) => divide(num(record, count, 0) * num(record, size, 0), 4096);
  return pagesIn('unused_dentries', 'sizeof_dentry') + pagesIn('unused_inodes', 'sizeof_inode');
}
