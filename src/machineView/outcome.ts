import type { CallResult, Rejection } from '@overcommit/engine';

/** The outcome of a command: the kernel answered, or the command made no entry. */
export type Outcome =
  | { kind: 'rejected'; rejection: Rejection }
  | { kind: 'answered'; seq: number; result: CallResult; detail: string | null }
  /** The platform could not process it: not logged in, too many commands, an internal error. */
  | { kind: 'failed'; message: string };
/** Sends one shell line to the machine. Resolves once it was answered. */
export type SendLine = (line: string) => Promise<Outcome>;

/** Why a command failed, in one line; null when it succeeded. */
export function refusalOf(outcome: Outcome | null): string | null {
  if (outcome === null) return null;
  if (outcome.kind === 'failed') return outcome.message;
  if (outcome.kind === 'rejected') return [outcome.rejection.message, outcome.rejection.hint].filter(Boolean).join(' ');
  if (outcome.result === 'ok') return null;
  return `${outcome.result}${outcome.detail ? `: ${outcome.detail}` : ''}`;
}
