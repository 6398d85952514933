import { type Act, type Answer, emit, fails, isAlive, OK, refuses } from '../act.ts';
import type { Command } from '../commands.ts';
import type { NewVma } from '../facts.ts';
import { refuse } from '../refuse.ts';
import type { AddressSpace, Machine, Process } from '../state.ts';
import { charge, release } from './charge.ts';
import { access } from './fault.ts';
import { ADDRESSES_END, MMAP_BASE, STACK_GUARD_PAGES } from './layout.ts';
import { expansionHit, lockHit, memlockErrno } from './limits.ts';
import { mapsHit } from './mapCount.ts';
import type { Run } from './runs.ts';
import { accountedPages, promisedPages, regionOf, spaceOf } from './space.ts';
import { freeTables } from './tables.ts';
import { letGoLocked } from './unlock.ts';
import { markZapped } from './zap.ts';

type Of<V extends Command['verb']> = Extract<Command, { verb: V }>;

export const PAGE = 4096;
export const pagesOf = (bytes: number): number => Math.ceil(bytes / PAGE);

export function protText(prot: { read: boolean; write: boolean; exec: boolean }): string {
  return `${prot.read ? 'r' : '-'}${prot.write ? 'w' : '-'}${prot.exec ? 'x' : '-'}`;
}

/**
 * [MM-1] The lowest hole above the mapping area's base that holds `pages`; null if none. mm/mmap.c:unmapped_area. Below the stack
 * are the 512 GiB that the recorded machine has; on x86-64 the space goes on above it.
 */
export function findHole({ hostZeroPages }: Machine, space: AddressSpace, pages: number): number | null {
  let floor = MMAP_BASE;
  for (const vma of space.vmas) {
    const end = vma.at + vma.count;
    if (end <= floor) continue;
    if (vma.at - (vma.kind === 'stack' ? STACK_GUARD_PAGES : 0) - floor >= pages) return floor;
    // On the recorded machine nothing lies above the stack but what the kernel put there.
    if (vma.kind === 'stack' && hostZeroPages !== null) return null;
    floor = end;
  }
  return ADDRESSES_END - floor >= pages ? floor : null;
}

/** [MM-1] mm/mmap.c:do_mmap, mmap_region for anonymous memory. */
export function mmap(act: Act, process: Process, command: Of<'mmap'>): Answer {
  const { m, policy } = act;
  const space = spaceOf(m, process.space as number);
  const pages = pagesOf(command.bytes);
  if (pages <= 0) return fails('EINVAL', 'a mapping needs a size');
  const maps = mapsHit(m, space, 1, 'asks beyond');
  if (maps) return refuse(act, process, 'mmap', maps, 'ENOMEM');
  const at = findHole(m, space, pages);
  if (at === null) return refuses('ENOMEM', 'no room in the address space');
  const locked = command.flags.locked ? lockHit(act, process, space, pages) : null;
  if (locked) return refuse(act, process, 'mmap', locked, memlockErrno(process, 'mmap'));
  const prot = protText(command.prot);
  const isShared = command.flags.kind === 'shared';
  const isNoreserve = command.flags.noreserve && policy.honoursNoreserve(m, isShared);
  const limit = expansionHit(process, space, { pages, isData: !isShared && command.prot.write, policy });
  if (limit) return refuse(act, process, 'mmap', limit, 'ENOMEM');
  const kind = isShared ? 'shared' : 'anon';
  const isAccounted = isShared ? !isNoreserve : policy.accounts(m, { kind, prot, isNoreserve });
  if (isAccounted && !charge(act, { process, space, call: 'mmap' }, pages)) return fails(policy.refusalErrno('mmap'));
  const vma: NewVma = { at, count: pages, prot, kind };
  if (isAccounted && !isShared) vma.isAccounted = true;
  if (isNoreserve) vma.isNoreserve = true;
  if (command.flags.locked) vma.isLocked = true;
  if (isShared) {
    vma.object = m.nextObject;
    emit(act, { type: 'ObjectMade', object: m.nextObject, pages, isAccounted });
  }
  emit(act, { type: 'RegionMapped', space: space.id, vma, region: command.region });
  if (command.flags.populate || command.flags.locked) return populate(act, process, { at, count: pages });
  return OK;
}

/** [MM-2] mm/gup.c:__mm_populate: touch as the mapping allows; a failure is not reported. */
export function populate(act: Act, process: Process, range: Run, call = 'mmap'): Answer {
  const vma = spaceOf(act.m, process.space as number).vmas.find((v) => v.at <= range.at && v.at + v.count > range.at);
  const isWrite = vma?.prot.includes('w') === true && vma.object === null;
  const { result, pages } = access(act, { process, range, isWrite, call, marks: true });
  return result === 'killed' || !isAlive(act, process.pid) ? { result: 'killed', pages } : OK;
}

/** The pages of a region that a command means; null if it has no such region. */
export function regionRange(space: AddressSpace, region: string, offset = 0, length?: number): Run | null {
  const range = regionOf(space, region);
  if (!range) return null;
  const first = Math.floor(offset / PAGE);
  const end = length === undefined ? range.count : pagesOf(offset + length);
  return { at: range.at + first, count: end - first };
}

/** [MM-3] mm/mmap.c:__do_munmap. A name goes with one unmap of its whole range. */
export function munmap(act: Act, process: Process, command: Of<'munmap'>): Answer {
  const space = spaceOf(act.m, process.space as number);
  const range = regionRange(space, command.region, command.offset, command.length);
  if (!range || range.count <= 0) return fails('EINVAL', `no region ${command.region}`);
  if ((command.offset ?? 0) % PAGE !== 0) return fails('EINVAL', 'the offset must be a whole number of pages');
  const whole = regionOf(space, command.region) as Run;
  const isWhole = whole.at === range.at && whole.count === range.count;
  return unmapRange(act, process, range, { call: 'munmap', forgets: isWhole ? command.region : undefined });
}

export type Unmapping = { call: string; forgets?: string };

export function unmapRange(act: Act, process: Process, range: Run, { call, forgets }: Unmapping): Answer {
  const { m } = act;
  const space = spaceOf(m, process.space as number);
  const splits = space.vmas.some((vma) => vma.at < range.at && vma.at + vma.count > range.at + range.count);
  const maps = splits ? mapsHit(m, space, 1) : null;
  if (maps) return refuse(act, process, call, maps, 'ENOMEM');
  markZapped(act, space, range);
  letGoLocked(act, space, range);
  const pages = accountedPages(space, range) + objectsLost(act, space, range);
  emit(act, {
    type: 'RegionUnmapped',
    space: space.id,
    at: range.at,
    count: range.count,
    ...(forgets === undefined ? {} : { forgets }),
  });
  release(act, { process, call }, pages);
  freeTables(act, space, range);
  return OK;
}

/** Promised pages of shared objects whose last mapping lies in the range. */
function objectsLost({ m }: Act, space: AddressSpace, range: Run): number {
  let pages = 0;
  const end = range.at + range.count;
  const inside = (vma: Run): boolean => vma.at >= range.at && vma.at + vma.count <= end;
  for (const object of m.objects) {
    const promised = promisedPages(object);
    if (promised === 0) continue;
    const shows = (s: AddressSpace): boolean =>
      s.vmas.some((vma) => vma.object === object.id && !(s.id === space.id && inside(vma)));
    if (space.vmas.some((vma) => vma.object === object.id && inside(vma)) && !m.spaces.some(shows)) pages += promised;
  }
  return pages;
}
