import { aixDeferred, aixEarly, aixLate } from './aix/aix.ts';
import { freebsd } from './bsd/freebsd.ts';
import { openbsd } from './bsd/openbsd.ts';
import { POLICY_IDS, type PolicyId } from './ids.ts';
import { linuxKernel } from './linux/named.ts';
import { LINUX_RELEASES, linuxReleaseOf } from './linux/releaseId.ts';
import type { Policy } from './policy.ts';
import { solaris10 } from './solaris/solaris10.ts';
import { windows } from './windows/windows.ts';

const OTHERS: Partial<Record<PolicyId, Policy>> = {
  'solaris-10': solaris10,
  'aix-late': aixLate,
  'aix-deferred': aixDeferred,
  'aix-early': aixEarly,
  freebsd,
  openbsd,
  windows,
};

function find(id: PolicyId): Policy | null {
  return Object.hasOwn(OTHERS, id) ? (OTHERS[id] as Policy) : linuxKernel(id);
}

/** The kernel of that id. Throws for one that there is not: callers ask `hasPolicy` first. */
export function policyOf(id: PolicyId): Policy {
  const policy = find(id);
  if (!policy) throw new Error(`policy ${id} is not available`);
  return policy;
}

export function hasPolicy(id: PolicyId): boolean {
  return find(id) !== null;
}

export type ReadPolicy = { ok: true; id: PolicyId } | { ok: false; message: string };

/** [ERA-3] The kernel that a text names: a listed id, or a release of Linux. `message`: a sentence with what is accepted. */
export function readPolicy(text: string): ReadPolicy {
  const id = text as PolicyId;
  if (hasPolicy(id)) return { ok: true, id };
  return {
    ok: false,
    message: `\`${text.slice(0, 40)}\` is no kernel that is known here. There are ${POLICY_IDS.join(', ')}. ${LINUX_RELEASES}.`,
  };
}

/** [ERA-3] The release of Linux that an id means, such as `2.4.20` for `linux-2.4`; null = another system. */
export function linuxRelease(id: PolicyId): string | null {
  return linuxReleaseOf(id);
}

export type PolicyInfo = Pick<
  Policy,
  | 'id'
  | 'name'
  | 'summary'
  | 'system'
  | 'knobs'
  | 'tie'
  | 'pointsIn'
  | 'adjustingTerms'
  | 'formulaSteps'
  | 'weighsWholeObjects'
> & {
  /** A victim is picked among all processes; else the process that asks waits, is refused or dies. */
  choosesVictims: boolean;
};

/** Name and one sentence, for menus and headings. */
export function policyInfo(id: PolicyId): PolicyInfo {
  const { onShortage, name, summary, system, knobs, tie, pointsIn, ...rest } = policyOf(id);
  const { adjustingTerms, formulaSteps, weighsWholeObjects } = rest;
  const choosesVictims = onShortage === 'kill-victim';
  const told = { adjustingTerms, formulaSteps, weighsWholeObjects };
  return { id, name, summary, system, knobs, tie, pointsIn, ...told, choosesVictims };
}
