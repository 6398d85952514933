import { type Act, type Answer, emit, fails, isAlive, OK } from '../act.ts';
import { refuse } from '../refuse.ts';
import type { Process } from '../state.ts';
import { access } from './fault.ts';
import { lockHit, memlockErrno } from './limits.ts';
import { cutHit } from './mapCount.ts';
import { clip } from './protect.ts';
import { regionOf, spaceOf, vmaAt } from './space.ts';

/** [MM-9] mm/mlock.c:do_mlock: the mappings are marked, then every page is brought in. */
export function mlock(act: Act, process: Process, { region }: { region: string }): Answer {
  const space = spaceOf(act.m, process.space as number);
  const range = regionOf(space, region);
  if (!range) return fails('EINVAL', `no region ${region}`);
  const alreadyLocked = space.vmas
    .filter((vma) => vma.isLocked && vma.at < range.at + range.count && vma.at + vma.count > range.at)
    .reduce((pages, vma) => pages + clip(vma, range).count, 0);
  const hit = lockHit(act, process, space, range.count - alreadyLocked);
  if (hit) return refuse(act, process, 'mlock', hit, memlockErrno(process, 'mlock'));
  const end = range.at + range.count;
  for (let at = range.at; at < end; ) {
    const vma = vmaAt(space, at);
    if (!vma) return fails('ENOMEM', 'there is a hole in the region');
    const part = clip(vma, { at: range.at, count: range.count });
    at = part.at + part.count;
    if (vma.isLocked) continue;
    const cut = cutHit(act.m, space, part, { isLocked: true });
    if (cut) return refuse(act, process, 'mlock', cut, 'ENOMEM');
    emit(act, { type: 'RegionChanged', space: space.id, ...part, change: { isLocked: true } });
  }
  return bringIn(act, process, { at: range.at, count: range.count });
}

function bringIn(act: Act, process: Process, range: { at: number; count: number }): Answer {
  const space = spaceOf(act.m, process.space as number);
  const end = range.at + range.count;
  for (let at = range.at; at < end; ) {
    const vma = vmaAt(space, at);
    if (!vma) break;
    const part = clip(vma, range);
    at = part.at + part.count;
    const isWrite = vma.prot.includes('w') && vma.object === null;
    const { result } = access(act, { process, range: part, isWrite, call: 'mlock', marks: true });
    if (result === 'killed' || !isAlive(act, process.pid)) return fails('killed');
    if (result !== 'ok') return fails('ENOMEM', 'a page could not be brought in');
  }
  return OK;
}
