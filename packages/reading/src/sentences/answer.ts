import {
  answerOf,
  type CallResult,
  type Entry,
  type ForkAsk,
  isRefusalFact,
  type KernelAnswer,
  type RefusalFact,
} from '@overcommit/engine';
import { count } from '../words/format.ts';
import { refusalSentence } from './refusal.ts';

/** The kernel's reason for its answer, else how far the call came; null = there is nothing to add. */
export function answerDetail(entry: Pick<Entry, 'command' | 'facts'>): string | null {
  return detailWords(answerOf(entry), entry.facts.find(isRefusalFact) ?? null);
}

/**
 * What a call said, in a word: its answer, or `waits` where it has not returned. The log keeps `ok` for a line that put a
 * thread to sleep [TH-3], [PR-8]; beside “deadlock” that word would be wrong.
 */
export function answerWord(entry: Pick<Entry, 'command' | 'facts'>): CallResult | 'waits' {
  const isAsleep = entry.facts.some(({ type }) => type === 'LockAwaited' || type === 'ProcessWaits');
  return isAsleep && WAITING.has(entry.command.verb) ? 'waits' : answerOf(entry).result;
}

const WAITING: ReadonlySet<Entry['command']['verb']> = new Set(['lock', 'wait']);

/** @param refusal what refused it, where a fact says so. @param ask all that a fork asked for, where that is known */
export function detailWords(
  { pages, detail }: KernelAnswer,
  refusal: RefusalFact | null,
  ask: ForkAsk | null = null,
): string | null {
  // Without an errno the caller got another answer; the detail says which.
  if (refusal && (refusal.errno !== undefined || detail === undefined)) return refusalSentence(refusal, ask);
  return detail ?? (pages === undefined ? null : count(pages, 'page'));
}
