import { entryNumber, verdictWords } from '@overcommit/reading';
import type { VerifyOutcome } from '../worker/messages.ts';

/** The result of a verification in one sentence; `isWorrying` when a check failed. */
export function verifyWords(outcome: VerifyOutcome): { text: string; isWorrying: boolean } {
  if (outcome.ok === 'stopped') return { text: `Stopped after entry ${entryNumber(outcome.seq)}.`, isWorrying: false };
  if (outcome.ok !== false) {
    const words = verdictWords(outcome);
    return { text: `${words.charAt(0).toUpperCase()}${words.slice(1)}.`, isWorrying: false };
  }
  const where =
    outcome.seq === null ? 'The log is not what it says it is' : `Entry ${entryNumber(outcome.seq)} is not as recorded`;
  return { text: `${where}: ${outcome.message}.`, isWorrying: true };
}
