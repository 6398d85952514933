import { aixDeferred, aixEarly, aixLate } from './aix/aix.ts';
import { freebsd } from './bsd/freebsd.ts';
import { openbsd } from './bsd/openbsd.ts';
import type { PolicyId } from './ids.ts';
import { linux24, linux49, linux54, linux61, linux310, linux2611, linux2632 } from './linux/releases.ts';
import type { Policy } from './policy.ts';
import { solaris10 } from './solaris/solaris10.ts';
import { windows } from './windows/windows.ts';

const POLICIES: Partial<Record<PolicyId, Policy>> = {
  'linux-2.4': linux24,
  'linux-2.6.11': linux2611,
  'linux-2.6.32': linux2632,
  'linux-3.10': linux310,
  'linux-4.9': linux49,
  'linux-5.4': linux54,
  'linux-6.1': linux61,
  'solaris-10': solaris10,
  'aix-late': aixLate,
  'aix-deferred': aixDeferred,
  'aix-early': aixEarly,
  freebsd,
  openbsd,
  windows,
};

/** The kernel of that id. Throws for one that is not there yet: callers ask `hasPolicy` first. */
export function policyOf(id: PolicyId): Policy {
  const policy = POLICIES[id];
  if (!policy) throw new Error(`policy ${id} is not available`);
  return policy;
}

export function hasPolicy(id: PolicyId): boolean {
  return POLICIES[id] !== undefined;
}

export type PolicyInfo = Pick<Policy, 'id' | 'name' | 'summary' | 'tie' | 'pointsIn'> & {
  /** Somebody is picked among all; else whoever asks waits, is refused or dies. */
  choosesVictims: boolean;
};

/** Name and one sentence, for menus and headings. */
export function policyInfo(id: PolicyId): PolicyInfo {
  const { name, summary, tie, pointsIn, onShortage } = policyOf(id);
  return { id, name, summary, tie, pointsIn, choosesVictims: onShortage === 'kill-victim' };
}
