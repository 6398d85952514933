import { type Act, emit } from '../act.ts';
import type { AddressSpace } from '../state.ts';
import { CONTENTS } from './runKinds.ts';
import { pick, type Run } from './runs.ts';

/**
 * [RC-12] mm/memory.c:zap_pte_range: who lets go of a page of shared memory that it has accessed leaves that behind as a mark on
 * the page. Call before the entries of the range go. `goes`: the mappings go too, and with
 * the last one its object, which needs no mark.
 */
export function markZapped(act: Act, space: AddressSpace, range: Run, goes = true): void {
  const end = range.at + range.count;
  for (const vma of space.vmas) {
    if (vma.object === null || vma.at >= end || vma.at + vma.count <= range.at) continue;
    if (goes && !staysMapped(act, { space, object: vma.object, range })) continue;
    const at = Math.max(vma.at, range.at);
    for (const run of pick(space.pages, at, Math.min(vma.at + vma.count, end) - at, CONTENTS)) {
      if (run.state === 'shm' && run.isYoung) emit(act, { type: 'FramesMarked', at: run.ref, count: run.count });
    }
  }
}

type Leaving = { space: AddressSpace; object: number; range: Run };

function staysMapped({ m }: Act, { space, object, range }: Leaving): boolean {
  const isInside = (vma: Run): boolean => vma.at >= range.at && vma.at + vma.count <= range.at + range.count;
  return m.spaces.some((each) =>
    each.vmas.some((vma) => vma.object === object && !(each.id === space.id && isInside(vma))),
  );
}
