import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import type { Advice, Command } from '../commands.ts';
import { refuse } from '../refuse.ts';
import type { AddressSpace, Process, Vma } from '../state.ts';
import { regionRange } from './map.ts';
import { cutHit } from './mapCount.ts';
import { pickFromPieces } from './pieces.ts';
import { clip } from './protect.ts';
import { pageOut } from './reclaim.ts';
import { CONTENTS, FRAMES } from './runKinds.ts';
import { pick, type Run } from './runs.ts';
import { spaceOf } from './space.ts';
import { markZapped } from './zap.ts';

/** [MM-7] mm/madvise.c:do_madvise: holes are skipped, all the rest is done, and ENOMEM told at the end. */
export function madvise(act: Act, process: Process, command: Extract<Command, { verb: 'madvise' }>): Answer {
  const space = spaceOf(act.m, process.space as number);
  const range = regionRange(space, command.region, command.offset, command.length);
  if (!range || range.count < 0) return fails('EINVAL', `no region ${command.region}`);
  if ((command.offset ?? 0) % 4096 !== 0) return fails('EINVAL', 'the offset must be a whole number of pages');
  if (range.count === 0) return OK;
  const end = range.at + range.count;
  let covered = 0;
  for (const vma of [...space.vmas]) {
    if (vma.at >= end || vma.at + vma.count <= range.at) continue;
    const part = clip(vma, range);
    covered += part.count;
    const failure = adviseOne(act, { process, space, vma, part, advice: command.advice });
    if (failure) return failure;
  }
  return covered < range.count ? fails('ENOMEM', 'there is a hole in the region') : OK;
}

type Advised = { process: Process; space: AddressSpace; vma: Vma; part: Run; advice: Advice };

const FLAGS: Partial<Record<Advice, Partial<Pick<Vma, 'isDontFork' | 'isWipeOnFork'>>>> = {
  dontfork: { isDontFork: true },
  dofork: { isDontFork: false },
  wipeonfork: { isWipeOnFork: true },
};

/** [MM-14] A cut that would be one too many is EAGAIN here. */
function adviseOne(act: Act, { process, space, vma, part, advice }: Advised): Answer | null {
  const at = { space: space.id, at: part.at, count: part.count };
  if (advice === 'wipeonfork' && vma.object !== null)
    return fails('EINVAL', 'only private memory can be wiped on fork');
  const change = FLAGS[advice];
  const cut = change ? cutHit(act.m, space, part, change) : null;
  if (cut) return refuse(act, process, 'madvise', cut, 'EAGAIN');
  if (change) emit(act, { type: 'RegionChanged', ...at, change });
  if (advice === 'dontneed' || advice === 'free') return drop(act, { process, space, vma, part, advice });
  if (advice === 'pageout' && vma.isLocked) return fails('EINVAL', 'locked memory stays');
  if (advice === 'pageout') pageOut(act, space, part);
  return null;
}

/** [MM-8] The contents go now; what is read next is zero. MADV_FREE takes private memory only. */
function drop(act: Act, { space, vma, part, advice }: Advised): Answer | null {
  if (vma.isLocked) return fails('EINVAL', 'locked memory stays');
  if (advice === 'free') {
    if (vma.object !== null) return fails('EINVAL', 'MADV_FREE is for private memory');
    giveUp(act, space, part);
    return null;
  }
  if (pick(space.pages, part.at, part.count, CONTENTS).length > 0) {
    if (vma.object !== null) markZapped(act, space, part, false);
    emit(act, { type: 'PagesDropped', space: space.id, at: part.at, count: part.count });
  }
  return null;
}

/** [MM-11] mm/madvise.c:madvise_free_pte_range: pages that are not shared may be taken, until the next write to them. */
function giveUp(act: Act, space: AddressSpace, part: Run): void {
  for (const content of pick(space.pages, part.at, part.count, CONTENTS)) {
    if (content.state === 'swap')
      emit(act, { type: 'PagesDropped', space: space.id, at: content.at, count: content.count });
    if (content.state !== 'frames') continue;
    for (const frame of pickFromPieces(act.m.frames, { at: content.ref, count: content.count }, FRAMES)) {
      if (frame.shares !== 1) continue;
      const at = content.at + (frame.at - content.ref);
      emit(act, { type: 'PagesGivenUp', frame: frame.at, count: frame.count, space: space.id, at });
    }
  }
}
