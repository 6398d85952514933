import { type Act, emit } from '../act.ts';
import type { AddressSpace } from '../state.ts';
import { pickFromPieces } from './pieces.ts';
import { CONTENTS, FRAMES } from './runKinds.ts';
import { pick, type Run } from './runs.ts';

/** [MM-12] mm/mlock.c:munlock_folio: pages of a locked mapping that another process still maps may be reclaimed once the mapping is gone. */
export function letGoLocked(act: Act, space: AddressSpace, range: Run): void {
  const end = range.at + range.count;
  for (const vma of [...space.vmas]) {
    if (!vma.isLocked || vma.at >= end || vma.at + vma.count <= range.at) continue;
    const at = Math.max(vma.at, range.at);
    const part = { at, count: Math.min(vma.at + vma.count, end) - at };
    if (vma.object === null && !isSharedIn(act, space, part)) continue;
    emit(act, { type: 'RegionChanged', space: space.id, ...part, change: { isLocked: false } });
  }
}

function isSharedIn(act: Act, space: AddressSpace, part: Run): boolean {
  return pick(space.pages, part.at, part.count, CONTENTS).some(
    (run) =>
      run.state === 'frames' &&
      pickFromPieces(act.m.frames, { at: run.ref, count: run.count }, FRAMES).some((frame) => frame.shares > 1),
  );
}
