import {
  answerOf,
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

/** @param refusal what refused it, where a fact says so. @param ask all that a fork asked for, where that is known */
export function detailWords(
  { pages, detail }: KernelAnswer,
  refusal: RefusalFact | null,
  ask: ForkAsk | null = null,
): string | null {
  // Without an errno the caller was told something else, which the detail says.
  if (refusal && (refusal.errno !== undefined || detail === undefined)) return refusalSentence(refusal, ask);
  return detail ?? (pages === undefined ? null : count(pages, 'page'));
}
