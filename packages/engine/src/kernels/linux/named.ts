/** The kernels of Linux: those that menus list, and any other by its release. */
import type { ListedPolicyId, PolicyId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import type { LinuxEra } from './eraRules.ts';
import { linuxEra } from './eras.ts';
import { linuxPolicy } from './kernel.ts';
import { linuxReleaseOf } from './releaseId.ts';

/** Words of their own for the releases that menus list. */
const SUMMARIES: Partial<Record<ListedPolicyId, string>> = {
  'linux-2.4': 'Asks only whether a request would fit now; kills the biggest address space, untouched or not.',
  'linux-2.6.11':
    'The first with a strict mode that works and an adjustment by process; children count against their parent.',
  'linux-2.6.32': 'Half of every child counts against its parent, and the first child dies in its place.',
  'linux-3.10': 'Counts what is held, not what is mapped; the worst child dies in its parent’s place.',
  'linux-4.9': 'As 3.10, with a reaper: a victim gives its memory back even if it cannot end.',
  'linux-5.4': 'Refuses only what exceeds all RAM and swap; no child is sacrificed, of equals the last dies.',
  'linux-6.1': 'Promises freely unless told not to; when memory runs out, kills the process that holds most of it.',
};

/** Which kernels were made already: a policy is asked for at every command. */
const made = new Map<PolicyId, Policy>();

/** The kernel of a release of Linux. @returns null where the id names none */
export function linuxKernel(id: PolicyId): Policy | null {
  const known = made.get(id);
  if (known) return known;
  const release = linuxReleaseOf(id);
  const era = release === null ? null : linuxEra(release);
  if (release === null || era === null) return null;
  const summary = (SUMMARIES as Record<string, string | undefined>)[id] ?? summaryOf(era);
  const policy = linuxPolicy({ id, release, name: `Linux ${release}`, summary });
  made.set(id, policy);
  return policy;
}

/** [ERA-4] One sentence out of the era table: what mode 0 asks, and which process dies. */
export function summaryOf(era: LinuxEra): string {
  return `${asks(era)}; ${kills(era)}.`;
}

function asks({ enoughMemory }: LinuxEra): string {
  if (enoughMemory.guess === 'free-24') return 'Asks only whether a request would fit now';
  if (enoughMemory.guess === 'ram-plus-swap') return 'Refuses only what exceeds all RAM and swap';
  return 'Refuses a request for which free memory, caches and swap do not suffice';
}

function kills({ scores, victim24, badness26, victimModern }: LinuxEra): string {
  if (victim24.takesAsker) return 'the process that needs a missing page dies';
  if (scores.badness === '2.4' || (scores.badness === '2.6' && badness26.children === 'none'))
    return 'kills the biggest address space, untouched or not';
  if (scores.badness === '2.6')
    return 'kills the biggest address space, children counted, and the first child in its place';
  return victimModern.childSacrifice
    ? 'kills the process that holds most, or its worst child in its place'
    : 'kills the process that holds most';
}
