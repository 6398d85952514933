import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import type { Command } from '../commands.ts';
import { refuse } from '../refuse.ts';
import type { AddressSpace, Process, Vma } from '../state.ts';
import { charge, release } from './charge.ts';
import { expansionHit } from './limits.ts';
import { populate, protText, regionRange } from './map.ts';
import { cutHit } from './mapCount.ts';
import type { Run } from './runs.ts';
import { spaceOf, vmaAt } from './space.ts';

/** The part of a mapping that lies in a range. */
export function clip(vma: Run, range: Run): Run {
  const at = Math.max(vma.at, range.at);
  return { at, count: Math.min(vma.at + vma.count, range.at + range.count) - at };
}

/** [MM-4] mm/mprotect.c:do_mprotect_pkey: mapping by mapping; at a hole it stops with ENOMEM, what came before stays changed. */
export function mprotect(act: Act, process: Process, command: Extract<Command, { verb: 'mprotect' }>): Answer {
  const space = spaceOf(act.m, process.space as number);
  const range = regionRange(space, command.region);
  if (!range) return fails('EINVAL', `no region ${command.region}`);
  const prot = protText(command.prot);
  const end = range.at + range.count;
  let at = range.at;
  while (at < end) {
    const vma = vmaAt(space, at);
    if (!vma) return fails('ENOMEM', 'there is a hole in the region');
    const part = clip(vma, range);
    at = part.at + part.count;
    const failure = protectOne(act, process, { space, vma, part, prot });
    if (failure) return failure;
  }
  return OK;
}

type Protection = { space: AddressSpace; vma: Vma; part: Run; prot: string };

/** [CH-6] mm/mprotect.c:mprotect_fixup: private memory is charged when it first becomes writable, and stays charged. */
function protectOne(act: Act, process: Process, { space, vma, part, prot }: Protection): Answer | null {
  if (vma.prot === prot) return null;
  const becomesData = prot.includes('w') && !vma.prot.includes('w') && vma.object === null;
  // [LIM-1] Only what the change itself would break is refused: RLIMIT_DATA, and that not beyond a broken RLIMIT_AS.
  const want = { pages: part.count, policy: act.policy };
  if (becomesData && expansionHit(process, space, { ...want, isData: false }) === null) {
    const hit = expansionHit(process, space, { ...want, isData: true });
    if (hit) return refuse(act, process, 'mprotect', hit, 'ENOMEM');
  }
  const needsCharge = becomesData && act.policy.chargesOnMprotect && !vma.isAccounted && !vma.isNoreserve;
  const who = { process, space, call: 'mprotect' };
  if (needsCharge && !charge(act, who, part.count)) return fails(act.policy.refusalErrno('mprotect'));
  const change = needsCharge ? { prot, isAccounted: true } : { prot };
  const cut = cutHit(act.m, space, part, change);
  if (cut) {
    if (needsCharge) release(act, who, part.count);
    return refuse(act, process, 'mprotect', cut, 'ENOMEM');
  }
  emit(act, { type: 'RegionChanged', space: space.id, at: part.at, count: part.count, change });
  // [MM-16] Locked private memory that becomes writable gets its own pages at once.
  if (becomesData && vma.isLocked && populate(act, process, part, 'mprotect').result === 'killed')
    return fails('killed');
  return null;
}
