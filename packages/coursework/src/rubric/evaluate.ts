import type { Entry } from '@overcommit/engine';
import { type Credit, creditIn, NO_CREDIT } from './credit.ts';
import { type Moments, momentsOf } from './moments.ts';
import {
  type AnswerRow,
  type Asker,
  asksForMoments,
  type MemberRow,
  type PredicateError,
  prepareAsker,
} from './predicate.ts';
import { type LogSource, type Projections, project } from './project.ts';
import { type AutomaticItem, formatPoints, type Hundredths, type Rubric } from './rubric.ts';

/** `error`: the item could not be evaluated; it gives no points, and a person has to look. */
export type Verdict = 'earned' | 'partly' | 'missed' | 'error';

export type ItemResult = {
  itemId: string;
  /** Null for an item of the group: it holds for all members. */
  actor: string | null;
  verdict: Verdict;
  points: Hundredths;
  outOf: Hundredths;
  /** A sentence for a person. */
  explanation: string;
  /** Numbers of the entries that decided it, ascending. */
  evidence: number[];
};

/** At most this many entries are shown for one item; the explanation says when there are more. */
const EVIDENCE_LIMIT = 100;

const inWords = ({ message, column }: PredicateError): string =>
  `Could not be evaluated: ${message}${column === null ? '' : ` (column ${column})`}.`;

/** A bool, or a share from 0 to 1; null for anything else. */
function shareOf(value: unknown): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const share = typeof value === 'bigint' ? Number(value) : value;
  if (typeof share !== 'number' || Number.isNaN(share)) return null;
  return Math.min(1, Math.max(0, share));
}

/** The number of an entry, or of a row's entry, as an expression yields it; null for anything else. */
export function seqOf(value: unknown): number | null {
  const seq: unknown = value instanceof Map ? value.get('seq') : value;
  return typeof seq === 'bigint' ? Number(seq) : null;
}

/** The entry numbers that the evidence expression yields. An error in it costs no points; the explanation names it. */
function evidenceOf(item: AutomaticItem, ask: Asker): { evidence: number[]; trouble: string } {
  if (item.evidence === undefined) return { evidence: [], trouble: '' };
  const answer = ask(item.evidence);
  if (!answer.ok) return { evidence: [], trouble: ` The evidence could not be found: ${answer.error.message}.` };
  const values: unknown[] = Array.isArray(answer.value) ? answer.value : [answer.value];
  const seqs = values.map(seqOf).filter((seq) => seq !== null);
  const evidence = [...new Set(seqs)].sort((a, b) => a - b);
  if (evidence.length <= EVIDENCE_LIMIT) return { evidence, trouble: '' };
  return {
    evidence: evidence.slice(0, EVIDENCE_LIMIT),
    trouble: ` The first ${EVIDENCE_LIMIT} of ${evidence.length} entries.`,
  };
}

function explain(item: AutomaticItem, verdict: Verdict, points: Hundredths): string {
  if (verdict === 'earned') return item.whenEarned ?? 'The log shows it.';
  const why = item.whenNot ?? 'The log does not show it.';
  return verdict === 'partly' ? `${formatPoints(points)} of ${formatPoints(item.outOf)}. ${why}` : why;
}

/** One automatic item, asked of one prepared scope. Never throws for what an expression does. */
function judge(item: AutomaticItem, actor: string | null, ask: Asker): ItemResult {
  const base = { itemId: item.id, actor, outOf: item.outOf };
  const answer = ask(item.earned);
  if (!answer.ok) return { ...base, verdict: 'error', points: 0, explanation: inWords(answer.error), evidence: [] };
  const share = shareOf(answer.value);
  if (share === null) {
    const message = 'the expression must yield true, false or a number from 0 to 1';
    return { ...base, verdict: 'error', points: 0, explanation: inWords({ message, column: null }), evidence: [] };
  }
  const worth = Math.round(item.outOf * share);
  const points = item.isPenalty && worth > 0 ? -worth : worth;
  const verdict = share === 1 ? 'earned' : share === 0 ? 'missed' : 'partly';
  const { evidence, trouble } = evidenceOf(item, ask);
  return { ...base, verdict, points, explanation: explain(item, verdict, points) + trouble, evidence };
}

/** Whose log it is, and what they handed in with it. `members` are actor ids. */
export type Work = { members: readonly string[]; answers?: AnswerRow[]; lateMinutes?: number };

export type Judged = {
  results: ItemResult[];
  /** By member. */
  credit: Map<string, Credit>;
};

function memberRow(actor: string, { commands, caused, suffered }: Credit): MemberRow {
  return { actor, commands, ...caused, suffered: suffered.kills };
}

/**
 * The automatic items over one log, and each member's figures in it: one result for an item of the group, one a member
 * for the others. Pure: the same log and rubric give the same results, on every host.
 */
export function judgeLog(rubric: Rubric, log: LogSource, work: Work): Judged {
  return judgeProjected(rubric, { projections: project(log), moments: momentsOf(log) }, work);
}

/** What a rubric sees of a log: its projections, and moments of its machine for the items that ask for them. */
export type SeenLog = { projections: Projections; moments: Moments };

/** As `judgeLog`, of a log that was read before. */
export function judgeProjected(
  rubric: Rubric,
  { projections, moments }: SeenLog,
  { members, answers, lateMinutes }: Work,
): Judged {
  const credit = new Map(members.map((actor) => [actor, creditIn(projections, actor)]));
  const rows = [...credit].map(([actor, one]) => memberRow(actor, one));
  const shared = { projections, moments, members: rows, answers, lateMinutes };
  const askGroup = prepareAsker(shared);
  const askMember = new Map<string, Asker>();
  const askerOf = (actor: string): Asker => {
    const mine = projections.entries.filter((entry) => entry.actor === actor);
    const { caused, suffered } = credit.get(actor) ?? NO_CREDIT;
    const known = askMember.get(actor) ?? prepareAsker({ ...shared, me: { actor, mine, caused, suffered } });
    askMember.set(actor, known);
    return known;
  };
  const results = rubric.items.flatMap((item) => {
    if (item.kind !== 'automatic') return [];
    if (item.scope === 'group') return [judge(item, null, askGroup)];
    return members.map((actor) => judge(item, actor, askerOf(actor)));
  });
  return { results, credit };
}

/** Whether one of the items asks for moments of the machine: its log has to be there. */
export function needsLog({ items }: Rubric): boolean {
  return items.some((item) => item.kind === 'automatic' && asksForMoments(`${item.earned} ${item.evidence ?? ''}`));
}

/** The results alone, of a log without answers. `members` are actor ids. */
export function evaluateRubric(rubric: Rubric, log: LogSource, members: readonly string[]): ItemResult[] {
  return judgeLog(rubric, log, { members }).results;
}

/** The log up to and including entry `seq`: what was handed in. */
export function upTo<T extends Pick<Entry, 'seq'>>(entries: readonly T[], seq: number): T[] {
  return entries.filter((entry) => entry.seq <= seq);
}
