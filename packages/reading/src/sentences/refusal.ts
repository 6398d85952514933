import { isOfMemory, type PolicyId, policyInfo, type RefusalFact } from '@overcommit/engine';
import { isLimitFact, type LimitFact } from '../refusals.ts';
import { count, figures, mib } from '../words/format.ts';

export const UNIT_WORD: Record<LimitFact['unit'], string> = { pages: 'page', threads: 'thread', mappings: 'mapping' };

/** The limit as its system names it: `RLIMIT_AS`, `kernel/threads-max`. */
export function limitName({ what }: Pick<LimitFact, 'what'>): string {
  if (what === 'threads-max') return 'kernel/threads-max';
  return what === 'max_map_count' ? 'vm/max_map_count' : `RLIMIT_${what.toUpperCase()}`;
}

/** What the figures of a refusal are: memory, or processes, threads and mappings. */
export function amountOf(fact: RefusalFact, n: number): string {
  if (!isLimitFact(fact) || fact.unit === 'pages') return mib(n);
  return fact.what === 'nproc' ? count(n, 'process', 'processes') : count(n, UNIT_WORD[fact.unit]);
}

/** "refused", or "failed" where no memory was asked for, as with a limit on threads. */
export const refusedWord = (fact: RefusalFact): string => (isOfMemory(fact) ? 'refused' : 'failed');

/** "fork refused", "thread failed". */
export const refusedCall = (fact: RefusalFact): string => `${fact.call} ${refusedWord(fact)}`;

/** The same with its errno: "fork refused, ENOMEM". A limit that ended the caller told none. */
export function refusalTitle(fact: RefusalFact): string {
  const errno = fact.errno ?? (isLimitFact(fact) ? null : 'ENOMEM');
  return errno === null ? refusedCall(fact) : `${refusedCall(fact)}, ${errno}`;
}

/** The arithmetic of a refusal in words. */
export function refusalSentence(fact: RefusalFact): string {
  if (isLimitFact(fact)) return limitSentence(fact);
  const asked = mib(fact.asked);
  if (fact.limit === null) return `${fact.process} asked for ${asked}, more than this kernel would promise at once.`;
  if (!fact.isSummed)
    return `${fact.process} asked for ${asked} at once; a single request may be at most ${mib(fact.limit)}.`;
  const left = fact.limit - fact.counted;
  return left > 0
    ? `${fact.process} asked for ${asked}; only ${mib(left)} could still be promised.`
    : `${fact.process} asked for ${asked}; nothing more could be promised.`;
}

function limitSentence(fact: LimitFact): string {
  const { process, what, asked, counted, limit } = fact;
  const [there, name] = [amountOf(fact, counted), limitName(fact)];
  if (what === 'threads-max') return `The machine has all ${amountOf(fact, limit)} that ${name} allows.`;
  if (what === 'nproc') return `The owner of ${process} has ${there}, and its ${name} allows ${figures(limit)}.`;
  if (what === 'max_map_count') return `${process} has ${there}, and ${name} allows ${figures(limit)}.`;
  return `${process} asked for ${mib(asked)} more; its own ${name} of ${mib(limit)} leaves ${mib(Math.max(0, limit - counted))}.`;
}

/** What perror(3) prints there; null where this system's words are not known here. */
export function perror(policy: PolicyId, errno: string): string | null {
  return policyInfo(policy).system.perror[errno] ?? null;
}
