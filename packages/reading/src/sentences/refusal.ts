import { type ForkAsk, isOfMemory, keptBack, type PolicyId, policyInfo, type RefusalFact } from '@overcommit/engine';
import type { RefusalOutcome } from '../decision.ts';
import { isLimitFact, type LimitFact } from '../refusals.ts';
import { count, figures, mib } from '../words/format.ts';

export const UNIT_WORD: Record<LimitFact['unit'], string> = { pages: 'page', threads: 'thread', mappings: 'mapping' };

/** The limit as its system names it: `RLIMIT_AS`, `kernel/threads-max`. */
export function limitName({ what }: Pick<LimitFact, 'what'>): string {
  if (what === 'threads-max') return 'kernel/threads-max';
  return what === 'max_map_count' ? 'vm/max_map_count' : `RLIMIT_${what.toUpperCase()}`;
}

/** A figure of a refusal in words: `n` pages of memory, or `n` processes, threads or mappings. */
export function amountOf(fact: RefusalFact, n: number): string {
  if (!isLimitFact(fact) || fact.unit === 'pages') return mib(n);
  return fact.what === 'nproc' ? count(n, 'process', 'processes') : count(n, UNIT_WORD[fact.unit]);
}

/** "refused", or "failed" where no memory was asked for, as with a limit on threads. */
export const refusedWord = (fact: RefusalFact): string => (isOfMemory(fact) ? 'refused' : 'failed');

/** "fork refused", "thread failed". */
export const refusedCall = (fact: RefusalFact): string => `${fact.call} ${refusedWord(fact)}`;

/** The same with what the call answered: "fork refused, ENOMEM". Where its process ended, or it answered ok, nothing is added. */
export function refusalTitle({ fact, outcome }: { fact: RefusalFact; outcome: RefusalOutcome }): string {
  if (outcome.kind === 'ended' || outcome.result === 'ok') return refusedCall(fact);
  return `${refusedCall(fact)}, ${outcome.result}`;
}

/** The arithmetic of a refusal in words. @param ask all that a fork asked for; null = not known, or no fork */
export function refusalSentence(fact: RefusalFact, ask: ForkAsk | null = null): string {
  if (isLimitFact(fact)) return limitSentence(fact);
  const asked = mib(ask?.pages ?? fact.asked);
  if (fact.limit === null) return `${fact.process} asked for ${asked}, more than this kernel would promise at once.`;
  if (!fact.isSummed)
    return `${fact.process} asked for ${asked} at once; a single request may be at most ${mib(fact.limit)}.`;
  // A fact about one mapping of a fork tells neither what the whole fork asked for nor what was promised before it.
  if (fact.call === 'fork' && !ask)
    return `The fork of ${fact.process} would have brought promises to ${mib(fact.counted + fact.asked)} or more; for this caller ${mib(fact.limit)} are the limit.`;
  const kept = keptBack(fact.terms);
  const keptPages = kept.reduce((sum, { pages }) => sum - pages, 0);
  const left = fact.limit + keptPages - (ask?.promised ?? fact.counted);
  const held = keptPages > 0 ? `, of which ${mib(Math.min(left, keptPages))} are ${keptWords(kept)}` : '';
  if (left > 0) return `${fact.process} asked for ${asked}; ${mib(left)} are left under the limit${held}.`;
  const beyond = left < 0 ? `, and ${mib(-left)} beyond it` : '';
  return `${fact.process} asked for ${asked}; all that the limit allows is promised already${beyond}.`;
}

/** "kept for root and for other processes". */
function keptWords(kept: readonly { label: string; pages: number }[]): string {
  const whom = kept
    .filter(({ pages }) => pages !== 0)
    .map(({ label }) => (/root/.test(label) ? 'root' : 'other processes'));
  return `kept for ${[...new Set(whom)].join(' and for ')}`;
}

/** One line of a refusal's sum. `n` in what the refusal counts: see `amountOf`. */
export type SumRow = { label: string; n: number; look: 'plain' | 'part' | 'strong' | 'warn' };

/** What counts against a limit. */
const THERE: Record<LimitFact['what'], string> = {
  as: 'already mapped',
  data: 'already mapped, writable',
  stack: 'already mapped',
  memlock: 'already locked',
  nproc: 'there already',
  'threads-max': 'there already',
  max_map_count: 'there already',
};

/**
 * The sum of a refusal, line by line: parts add up to the strong line after them (of what was asked: before them), and the last line is
 * what was too much. @param ask as for `refusalSentence`
 */
export function refusalSum(fact: RefusalFact, ask: ForkAsk | null = null): SumRow[] {
  const isOwn = isLimitFact(fact);
  const isSummed = isOwn || fact.isSummed === true;
  const there = isSummed ? (ask?.promised ?? fact.counted) : 0;
  const asked = ask?.pages ?? fact.asked;
  const parts = ask && ask.parts.length > 1 ? ask.parts : [];
  return [
    ...(isSummed ? [{ label: isOwn ? THERE[fact.what] : 'already promised', n: there, look: 'plain' } as const] : []),
    { label: 'asked', n: asked, look: 'plain' },
    ...parts.map(({ name, pages }) => ({ label: `for ${name}`, n: pages, look: 'part' }) as const),
    ...(isSummed ? [{ label: 'together', n: there + asked, look: 'strong' } as const] : []),
    ...(isOwn ? [] : limitRows(fact)),
    ...(isOwn ? [{ label: 'limit', n: fact.limit, look: 'strong' } as const] : []),
    ...(fact.limit === null ? [] : [tooMuch(there + asked - fact.limit)]),
  ];
}

/** How the limit comes about, and what is kept back from this caller. */
function limitRows({ terms = [], limit }: Exclude<RefusalFact, LimitFact>): SumRow[] {
  if (limit === null) return [];
  const kept = keptBack(terms).filter(({ pages }) => pages !== 0);
  const row = ({ label, pages }: { label: string; pages: number }): SumRow => ({ label, n: pages, look: 'part' });
  const whole = limit - kept.reduce((sum, { pages }) => sum + pages, 0);
  const open = terms.filter((term) => !keptBack(terms).includes(term));
  return [
    ...open.map(row),
    { label: 'limit', n: whole, look: 'strong' },
    ...(kept.length > 0
      ? [...kept.map(row), { label: 'limit for this caller', n: limit, look: 'strong' } as const]
      : []),
  ];
}

/** Some kernels grant only what stays below the limit. */
function tooMuch(n: number): SumRow {
  return n > 0
    ? { label: 'too much by', n, look: 'warn' }
    : { label: 'below the limit by, where some must be left', n: -n, look: 'warn' };
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
