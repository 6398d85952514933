import type { PolicyId } from '@overcommit/engine';
import type { RefusalFact } from '../refusals.ts';
import { count, figures, mib } from '../words/format.ts';

/** Refused by a number that was set for a process or for all threads, not by what the machine has. */
export const isOwnLimit = ({ rule }: RefusalFact): boolean => rule.startsWith('RLIMIT_') || rule === 'threads-max';

/** A limit on processes or threads refuses no memory. */
export const isProcessLimit = ({ rule }: RefusalFact): boolean => rule === 'RLIMIT_NPROC' || rule === 'threads-max';

/** What the figures of a refusal are: memory, or processes and threads. */
export function amountOf({ rule }: RefusalFact, n: number): string {
  if (rule === 'RLIMIT_NPROC') return count(n, 'process', 'processes');
  return rule === 'threads-max' ? count(n, 'thread') : mib(n);
}

/** "fork refused", or "fork failed" where a limit on processes said no: that is not a refusal of memory. */
export function refusedCall(fact: RefusalFact): string {
  return `${fact.call} ${isProcessLimit(fact) ? 'failed' : 'refused'}`;
}

/** The same with its errno: "fork refused, ENOMEM". */
export function refusalTitle(fact: RefusalFact): string {
  return `${refusedCall(fact)}, ${fact.errno ?? 'ENOMEM'}`;
}

/** The arithmetic of a refusal in words. */
export function refusalSentence(fact: RefusalFact): string {
  if (fact.rule === 'threads-max')
    return `The machine has all ${amountOf(fact, fact.limit ?? 0)} that kernel/threads-max allows.`;
  if (fact.rule === 'RLIMIT_NPROC')
    return `Whoever owns ${fact.process} has ${amountOf(fact, fact.counted)}, and its RLIMIT_NPROC allows ${figures(fact.limit ?? 0)}.`;
  const asked = mib(fact.asked);
  if (fact.limit === null) return `${fact.process} asked for ${asked}, more than this kernel would promise at once.`;
  if (!fact.isSummed)
    return `${fact.process} asked for ${asked} at once; a single request may be at most ${mib(fact.limit)}.`;
  const left = fact.limit - fact.counted;
  if (isOwnLimit(fact))
    return `${fact.process} asked for ${asked} more; its own ${fact.rule} of ${mib(fact.limit)} leaves ${mib(Math.max(0, left))}.`;
  return left > 0
    ? `${fact.process} asked for ${asked}; only ${mib(left)} could still be promised.`
    : `${fact.process} asked for ${asked}; nothing more could be promised.`;
}

/** What perror(3) prints there; null where this system's words are not known here. */
export function perror(policy: PolicyId, errno: string): string | null {
  const row = /^(linux|freebsd|openbsd)/.test(policy) ? PERROR.usual : policy === 'solaris-10' ? PERROR.solaris : {};
  return (row as Record<string, string>)[errno] ?? null;
}

const PERROR = {
  usual: { ENOMEM: 'Cannot allocate memory', EAGAIN: 'Resource temporarily unavailable' },
  solaris: { ENOMEM: 'Not enough space', EAGAIN: 'Resource temporarily unavailable' },
};
