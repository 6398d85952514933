import { type Act, type Answer, emit, fails, OK, type Requester, refuses } from '../act.ts';
import type { Command } from '../commands.ts';
import { refuse } from '../refuse.ts';
import type { AddressSpace, Process, Vma } from '../state.ts';
import { charge } from './charge.ts';
import { expansionHit, lockHit } from './limits.ts';
import { findHole, pagesOf, populate, unmapRange } from './map.ts';
import { mapsHit } from './mapCount.ts';
import { CONTENTS } from './runKinds.ts';
import { firstAfter, pick, type Run } from './runs.ts';
import { regionOf, spaceOf, vmaAt } from './space.ts';
import { ensureTables, freeTables } from './tables.ts';

/** [MM-5] mm/mremap.c with MREMAP_MAYMOVE: shrink, grow in place where there is room, else move. */
export function mremap(act: Act, process: Process, command: Extract<Command, { verb: 'mremap' }>): Answer {
  const space = spaceOf(act.m, process.space as number);
  const range = regionOf(space, command.region);
  if (!range) return fails('EINVAL', `no region ${command.region}`);
  const pages = pagesOf(command.bytes);
  if (pages <= 0) return fails('EINVAL', 'a mapping needs a size');
  const vma = vmaAt(space, range.at);
  if (!vma) return fails('EFAULT', 'the region begins with a hole');
  if (pages <= range.count) return shrink(act, process, { space, range, pages, region: command.region });
  return grow(act, process, { space, range: { ...range }, vma, pages, region: command.region });
}

type Resize = { space: AddressSpace; range: Run; pages: number; region: string };

function shrink(act: Act, process: Process, { space, range, pages, region }: Resize): Answer {
  const tail = { at: range.at + pages, count: range.count - pages };
  if (tail.count > 0) {
    const answer = unmapRange(act, process, tail, { call: 'mremap' });
    if (answer.result !== 'ok') return answer;
  }
  emit(act, { type: 'RegionGrown', space: space.id, at: range.at + pages, count: 0, region, regionPages: pages });
  return OK;
}

function grow(act: Act, process: Process, { space, range, vma, pages, region }: Resize & { vma: Vma }): Answer {
  const end = range.at + range.count;
  if (end > vma.at + vma.count) return fails('EFAULT', 'the region is not one mapping');
  const more = pages - range.count;
  const locked = vma.isLocked ? lockHit(act, process, space, more) : null;
  if (locked) return refuse(act, process, 'mremap', locked, 'EAGAIN');
  const isData = vma.object === null && vma.prot.includes('w');
  const limit = expansionHit(process, space, { pages: more, isData, policy: act.policy });
  if (limit) return refuse(act, process, 'mremap', limit, 'ENOMEM');
  const isInPlace = end === vma.at + vma.count && hasRoom(space, end, more);
  const target = isInPlace ? range.at : findHole(act.m, space, pages);
  if (target === null) return refuses('ENOMEM', 'no room in the address space');
  // mm/mremap.c:move_vma keeps room for the cuts that unmapping the old place may take.
  const maps = isInPlace ? null : mapsHit(act.m, space, 4);
  if (maps) return refuse(act, process, 'mremap', maps, 'ENOMEM');
  if (vma.isAccounted && !charge(act, { process, space, call: 'mremap' }, more)) {
    return fails(act.policy.refusalErrno('mremap'));
  }
  const isLocked = vma.isLocked;
  if (!isInPlace && !move(act, { process, call: 'mremap' }, { space, range, region, to: target }))
    return fails('killed');
  const at = target + range.count;
  emit(act, { type: 'RegionGrown', space: space.id, at, count: more, region, regionPages: pages });
  return isLocked ? populate(act, process, { at, count: more }) : OK;
}

function hasRoom(space: AddressSpace, at: number, count: number): boolean {
  const next = space.vmas[firstAfter(space.vmas, at)];
  return !next || next.at >= at + count;
}

type Move = { space: AddressSpace; range: Run; region: string; to: number };

/** mm/mremap.c:move_page_tables: the entries move, the frames stay where they are. */
function move(act: Act, requester: Requester, { space, range, region, to }: Move): boolean {
  for (const run of pick(space.pages, range.at, range.count, CONTENTS)) {
    const moved = { at: run.at - range.at + to, count: run.count };
    if (!ensureTables(act, requester, space, moved)) return false;
  }
  emit(act, { type: 'RegionMoved', space: space.id, from: range.at, count: range.count, to, region });
  freeTables(act, space, range);
  return true;
}
