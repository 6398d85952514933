/** Every kernel that menus list. Linux's overcommit mode is a setting (`vm/overcommit_memory`), not a policy. */
export const POLICY_IDS = [
  'linux-2.4',
  'linux-2.6.11',
  'linux-2.6.32',
  'linux-3.10',
  'linux-4.9',
  'linux-5.4',
  'linux-6.1',
  'solaris-10',
  'aix-late',
  'aix-deferred',
  'aix-early',
  'freebsd',
  'openbsd',
  'windows',
] as const;
export type ListedPolicyId = (typeof POLICY_IDS)[number];

/** A release of Linux by its number: `linux-6.12`, `linux-2.6.18`. Which numbers there are: `linux/releaseId.ts`. */
export type LinuxReleaseId = `linux-${number}.${number}` | `linux-${number}.${number}.${number}`;

export type PolicyId = ListedPolicyId | LinuxReleaseId;
