import type { PolicyId } from './ids.ts';
import { linux61 } from './linux/linux61.ts';
import type { Policy } from './policy.ts';
import { solaris10 } from './solaris10.ts';

const POLICIES: Partial<Record<PolicyId, Policy>> = {
  'linux-6.1': linux61,
  'solaris-10': solaris10,
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

/** Name and one sentence, for menus and headings. */
export function policyInfo(id: PolicyId): { id: PolicyId; name: string; summary: string } {
  const { name, summary } = policyOf(id);
  return { id, name, summary };
}
