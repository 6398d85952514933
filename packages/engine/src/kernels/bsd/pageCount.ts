import { WORKER } from '../../calibration.ts';
import { totalOf } from '../../memory/runs.ts';
import type { AddressSpace, Machine } from '../../state.ts';
import { loneResident } from '../measure.ts';

/**
 * [KBSD-4] Resident pages that a space weighs, as FreeBSD counts them: private pages that no other process maps, and
 * the whole of each object that is shared or a file, once for each mapping of it, touched there or not.
 * Source: sys/vm/vm_pageout.c vm_pageout_oom_pagecount, 0012f373e43d.
 */
export function oomPageCount(m: Machine, space: AddressSpace): number {
  let pages = loneResident(m, space, ['frames']) + WORKER.startFile;
  for (const { object } of space.vmas) if (object !== null) pages += residentOf(m, object);
  return pages;
}

function residentOf(m: Machine, id: number): number {
  const object = m.objects.find((one) => one.id === id);
  return totalOf(object?.contents.filter(({ state }) => state === 'shm') ?? []);
}
