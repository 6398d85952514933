import type { CallResult, Rejection } from '@overcommit/engine';

/** What came of a command that was sent: it made no entry, or the kernel answered. */
export type Outcome =
  | { kind: 'rejected'; rejection: Rejection }
  | { kind: 'answered'; seq: number; result: CallResult; detail: string | null }
  /** The platform could not carry it: not logged in, too many, a fault of ours. */
  | { kind: 'failed'; message: string };
/** Sends one shell line to the machine. Resolves once it was answered. */
export type SendLine = (line: string) => Promise<Outcome>;

/** Why it was not done, in one line; null when all is well. */
export function refusalOf(outcome: Outcome | null): string | null {
  if (outcome === null) return null;
  if (outcome.kind === 'failed') return outcome.message;
  if (outcome.kind === 'rejected') return [outcome.rejection.message, outcome.rejection.hint].filter(Boolean).join(' ');
  if (outcome.result === 'ok') return null;
  return `${outcome.result}${outcome.detail ? `: ${outcome.detail}` : ''}`;
}
