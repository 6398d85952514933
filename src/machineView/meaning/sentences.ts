import {
  type CommitView,
  describeEntry,
  type Entry,
  type Fact,
  type PointsUnit,
  type PolicyId,
  type ProcessView,
  policyInfo,
} from '@overcommit/engine';
import type { Decision } from './decision.ts';
import { count, figures, kb, mib, ordinal } from './format.ts';
import { inUnit, pointsUnit } from './points.ts';

/** The names of people and of uids; a screen's `People` fits. */
export type Names = {
  seats: readonly { actorId: string; displayName: string }[];
  name: (actor: string) => string;
  nameOfUid: (uid: number) => string;
};

type VictimChosen = Extract<Fact, { type: 'VictimChosen' }>;
type ChargeDecided = Extract<Fact, { type: 'ChargeDecided' }>;

/** How many candidates could really have been chosen. */
const eligible = (fact: VictimChosen) => fact.candidates.filter((c) => c.exempt === undefined).length;

/** Kernels that kill whoever asked, and the setting that makes others do so. */
const ASKED: Record<string, string> = {
  OOM5: 'vm/oom_kill_allocating_task is set, so whoever asks dies',
  'KL-11': 'vm/oom_kill_allocating_task is set, so whoever asks dies',
  'KUVM-2': 'this kernel chooses nobody, whoever asks dies',
};

/** "of three candidates it held the most memory": the choice in one clause. @param who the victim, as it is called here */
export function choiceClause(fact: VictimChosen, who = 'it'): string {
  const n = eligible(fact);
  const asked = ASKED[fact.rule];
  if (asked) return `${who} was the one that asked, and ${asked}`;
  if (fact.insteadOf)
    return `${fact.insteadOf.process} had the most points, ${figures(fact.insteadOf.points)}, and this kernel kills a child of the chosen process first`;
  if (fact.formula !== undefined)
    return `of ${n} candidates ${who} had the most points, ${figures(fact.victim.points)}, by this machine’s own rule “${fact.formula}”`;
  if (n <= 1) return `${who} was the only candidate`;
  return `of ${n} candidates ${who} ${mostOf(fact)}`;
}

function mostOf({ policy, victim, candidates }: VictimChosen): string {
  const unit = pointsUnit(policy);
  if (unit === 'ticks') return `was the last to start, at tick ${figures(victim.points)}`;
  if (unit === 'points')
    return `had the most points, ${figures(victim.points)}: the whole address space counts, touched or not`;
  const isAdjusted = candidates.some((c) => c.terms.some((t) => NO_MEMORY.test(t.label) && t.value !== 0));
  return isAdjusted
    ? `had the most points, ${figures(victim.points)}: its memory, and what the adjustment makes of it`
    : `held the most memory, ${mib(victim.points)}`;
}

/** Terms of a sum of pages that are no pages held. */
const NO_MEMORY = /adj|bonus/;

/** "AIX" of "AIX, late allocation": the kernel as the subject of a sentence. */
export const systemName = (policy: PolicyId): string => policyInfo(policy).name.replace(/,.*/, '');

/** One sentence for everybody who does not see the screen. */
export function killSentence(decision: Decision & { kind: 'kill' }, people: Names): string {
  const { fact } = decision;
  const uid = fact.candidates.find((c) => c.pid === fact.victim.pid)?.uid;
  const whose = uid === undefined ? '' : `${people.nameOfUid(uid)}'s `;
  return `Out of memory: the kernel killed ${whose}${fact.victim.process}, because ${people.name(decision.actor)} ran ${decision.line} and no page was left; ${choiceClause(fact)}.`;
}

/** By how much the victim came first. Null when there was nobody else. */
export function marginSentence(fact: VictimChosen): string | null {
  const next = fact.runnerUp;
  if (!next) return null;
  const { process: victim } = fact.victim;
  const unit = pointsUnit(fact.policy, fact.formula);
  const chosen = fact.insteadOf?.process ?? victim;
  const ahead = next.marginPages;
  if (unit === 'ticks')
    return ahead === 0
      ? `${victim} and ${next.process} started at the same tick; the higher pid goes first.`
      : `${victim} started ${count(ahead, 'tick')} after ${next.process}, which would have been next.`;
  if (unit === 'points' || fact.insteadOf)
    return ahead === 0
      ? `${chosen} and ${next.process} had the same points; of equals the ${policyInfo(fact.policy).tie} in the kernel’s list goes.`
      : `${chosen} was ${inUnit(ahead, unit)} ahead of ${next.process}, the next in the list.`;
  const less = ahead + (isTieTheVictims(fact) ? 1 : 0);
  return `${victim} would have survived with ${mib(less)} less (${count(less, 'page')}) when memory ran out; ${next.process} would have died instead.`;
}

/** Of equals the first or the last that the kernel looks at goes: whether that would still have been the victim. */
function isTieTheVictims({ policy, candidates, victim, runnerUp }: VictimChosen): boolean {
  const place = (pid?: number) => candidates.findIndex((c) => c.pid === pid);
  const isLater = place(victim.pid) > place(runnerUp?.pid);
  return isLater === (policyInfo(policy).tie === 'last');
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

/** Refused by a number that somebody set, of a process or of all threads, not by what the machine has. */
export const isOwnLimit = ({ rule }: ChargeDecided): boolean => rule.startsWith('RLIMIT_') || rule === 'threads-max';

/** What the figures of a refusal are: memory, or processes and threads. */
export function amountOf({ rule }: ChargeDecided, n: number): string {
  if (rule === 'RLIMIT_NPROC') return count(n, 'process', 'processes');
  return rule === 'threads-max' ? count(n, 'thread') : mib(n);
}

/** "fork by db refused with ENOMEM: …" with its arithmetic in words. */
export function refusalSentence(fact: ChargeDecided): string {
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

/** The gauge in one sentence: figure first. */
export function promiseSentence(commit: CommitView): { figure: string; rest: string; isBeyond: boolean } {
  const beyond = commit.committedPages - commit.ramPages - commit.swapTotalPages;
  return beyond > 0
    ? { figure: mib(beyond), rest: 'promised beyond what exists', isBeyond: true }
    : { figure: mib(-beyond), rest: 'left before promises exceed what exists', isBeyond: false };
}

/** Where a process stands with the killer; how far away, in what the kernel's points are. */
export function rankWords(process: ProcessView, unit: PointsUnit): string {
  if (process.exempt) return `safe: ${process.exempt}`;
  if (process.rank === null) return 'not ranked';
  if (process.rank === 1) return 'next to die';
  const rank = ordinal(process.rank);
  const ahead = Math.max(0, process.marginPages ?? 0);
  if (process.marginPages === null || (unit === 'ticks' && ahead === 0)) return rank;
  return unit === 'ticks' ? `${rank}, ${inUnit(ahead, unit)} older` : `${rank}, ${inUnit(ahead, unit)} away`;
}

/** Exact sizes for a tooltip. */
export const sizesInKb = (p: ProcessView): string =>
  `VSZ ${kb(p.vszPages)} · RSS ${kb(p.rssPages)} · PSS ${kb(p.pssPages)} · swap ${kb(p.swapPages)} · page tables ${kb(p.tablePages)}`;

/** An entry in one sentence, the platform's own commands included. */
export function entrySentence(entry: Entry, people: Names): string {
  const { command } = entry;
  if (command.verb === 'seat') return `${people.name(command.actor)} took a ${command.role} seat, uid ${command.uid}.`;
  if (command.verb === 'clock') return `${people.name(entry.actor)} set the clock: ${command.action}.`;
  if (command.verb === 'tick') {
    const [, ...happened] = describeEntry(entry).split('; ');
    return `The clock ticked; ${happened.length > 0 ? happened.join('; ') : 'nothing happened'}.`;
  }
  return describeEntry(entry, Object.fromEntries(people.seats.map((seat) => [seat.actorId, seat.displayName])));
}
