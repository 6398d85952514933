import type { Command } from '../commands.ts';
import type { CallResult } from '../facts.ts';
import { policyOf } from '../kernels/registry.ts';
import { regionRange } from '../memory/map.ts';
import { liveProcess, regionOf, spaceOf } from '../memory/space.ts';
import type { Machine } from '../state.ts';

/**
 * What lay where an access ended in SIGSEGV or SIGBUS: nothing (behind the region, or where a part of it was unmapped), a
 * mapping that does not allow it, address space that is only reserved, or a page beyond a shared object. Pages.
 */
export type BadAccess = {
  region: string;
  regionPages: number;
  /** Of the page that could not be accessed, from the beginning of the region. */
  page: number;
  isWrite: boolean;
  lies: 'behind' | 'unmapped' | 'not allowed' | 'only reserved' | 'beyond the object';
  prot: string;
};

type Answered = { result: CallResult; pages?: number };

/** [FT-9] Null for every other answer, and where the process is gone. @param m the machine after the accesses that were made */
export function badAccessOf(m: Machine, command: Command, { result, pages = 0 }: Answered): BadAccess | null {
  if (command.verb !== 'touch' || (result !== 'SIGSEGV' && result !== 'SIGBUS')) return null;
  const process = liveProcess(m, command.process);
  if (!process || process.space === null) return null;
  const space = spaceOf(m, process.space);
  const range = regionRange(space, command.region, command.offset, command.length);
  const region = regionOf(space, command.region);
  if (!range || !region) return null;
  const at = range.at + pages;
  const vma = space.vmas.find((one) => one.at <= at && at < one.at + one.count);
  const isWrite = command.access === 'w';
  const about = {
    region: command.region,
    regionPages: region.count,
    page: at - region.at,
    isWrite,
    prot: vma?.prot ?? '',
  };
  if (!vma) return { ...about, lies: at >= region.at + region.count ? 'behind' : 'unmapped' };
  if (result === 'SIGBUS') return vma.object === null ? null : { ...about, lies: 'beyond the object' };
  const isReserved = vma.isNoreserve && policyOf(m.spec.policy).noreserveTouch === 'faults';
  return { ...about, lies: isReserved ? 'only reserved' : 'not allowed' };
}
