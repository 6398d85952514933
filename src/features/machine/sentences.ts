import { type CommitView, describeEntry, type Entry, type Fact, type ProcessView } from '@overcommit/engine';
import { count, figures, kb, mib, ordinal } from './format.ts';
import type { Decision } from './history.ts';
import type { People } from './people.ts';

type VictimChosen = Extract<Fact, { type: 'VictimChosen' }>;
type ChargeDecided = Extract<Fact, { type: 'ChargeDecided' }>;

/** How many candidates could really have been chosen. */
const eligible = (fact: VictimChosen) => fact.candidates.filter((c) => c.exempt === undefined).length;

/** "of three candidates it had the most points": the choice in one clause. */
export function choiceClause(fact: VictimChosen): string {
  const n = eligible(fact);
  if (fact.insteadOf)
    return `${fact.insteadOf.process} had the most points, ${figures(fact.insteadOf.points)}, and this kernel kills a child of the chosen process first`;
  if (fact.formula !== undefined)
    return `of ${n} candidates it had the most points, ${figures(fact.victim.points)}, by this machine’s own rule “${fact.formula}”`;
  return n <= 1
    ? 'it was the only candidate'
    : `of ${n} candidates it had the most points, ${figures(fact.victim.points)}`;
}

/** One sentence for everybody who does not see the screen. */
export function killSentence(decision: Decision & { kind: 'kill' }, people: People): string {
  const { fact } = decision;
  const uid = fact.candidates.find((c) => c.pid === fact.victim.pid)?.uid;
  const whose = uid === undefined ? '' : `${people.nameOfUid(uid)}'s `;
  return `Out of memory: the kernel killed ${whose}${fact.victim.process}, because ${people.name(decision.actor)} ran ${decision.line} and no page was left; ${choiceClause(fact)}.`;
}

/** Kernels whose points are pages held, so that a page less is a point less. */
export const COUNTS_PAGES = /^(linux-[3-9]|freebsd)/;

/** What a smaller victim would have meant. Null when there was nobody else. */
export function marginSentence(fact: VictimChosen): string | null {
  const next = fact.runnerUp;
  if (!next) return null;
  const pages = next.marginPages;
  const chosen = fact.insteadOf?.process ?? fact.victim.process;
  const inPages = fact.formula === undefined && fact.insteadOf === undefined && COUNTS_PAGES.test(fact.policy);
  if (!inPages && pages > 0)
    return `${chosen} was ${count(pages, 'point')} ahead of ${next.process}, the next in the list.`;
  if (pages === 0) return `${fact.victim.process} and ${next.process} had the same points.`;
  return `${fact.victim.process} would have survived with ${mib(pages)} less (${count(pages, 'page')}); ${next.process} would have died instead.`;
}

/** "fork by db refused with ENOMEM: …" with its arithmetic in words. */
export function refusalSentence(fact: ChargeDecided): string {
  const asked = mib(fact.asked);
  if (fact.limit === null) return `${fact.process} asked for ${asked}, more than this kernel would promise at once.`;
  if (!fact.isSummed)
    return `${fact.process} asked for ${asked} at once; a single request may be at most ${mib(fact.limit)}.`;
  const left = fact.limit - fact.counted;
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

/** Where a process stands with the killer. */
export function rankWords(process: ProcessView): string {
  if (process.exempt) return `safe: ${process.exempt}`;
  if (process.rank === null) return 'not ranked';
  if (process.rank === 1) return 'next to die';
  return process.marginPages === null
    ? ordinal(process.rank)
    : `${ordinal(process.rank)}, ${mib(Math.max(0, process.marginPages))} away`;
}

/** Exact sizes for a tooltip. */
export const sizesInKb = (p: ProcessView): string =>
  `VSZ ${kb(p.vszPages)} · RSS ${kb(p.rssPages)} · PSS ${kb(p.pssPages)} · swap ${kb(p.swapPages)} · page tables ${kb(p.tablePages)}`;

/** An entry in one sentence, the platform's own commands included. */
export function entrySentence(entry: Entry, people: People): string {
  const { command } = entry;
  if (command.verb === 'seat') return `${people.name(command.actor)} took a ${command.role} seat, uid ${command.uid}.`;
  if (command.verb === 'clock') return `${people.name(entry.actor)} set the clock: ${command.action}.`;
  if (command.verb === 'tick') {
    const [, ...happened] = describeEntry(entry).split('; ');
    return `The clock ticked; ${happened.length > 0 ? happened.join('; ') : 'nothing happened'}.`;
  }
  return describeEntry(entry, Object.fromEntries(people.seats.map((seat) => [seat.actorId, seat.displayName])));
}
