import { entryNumber, figures } from '@overcommit/reading';
import type { VerifyOutcome } from '../worker/messages.ts';

/** The result of a verification in one sentence; `isWorrying` when a check failed. */
export function verifyWords(outcome: VerifyOutcome): { text: string; isWorrying: boolean } {
  if (outcome.ok === null) return { text: `Stopped after entry ${entryNumber(outcome.seq)}.`, isWorrying: false };
  if (outcome.ok) {
    const { seq, carriedOut } = outcome;
    const rest = seq - carriedOut;
    const how =
      rest === 0
        ? 'every command, run again, gives the same facts'
        : `${figures(carriedOut)} commands, run again, give the same facts; ${figures(rest)} were recorded by another version of the engine and were folded`;
    return {
      text: `Identical to entry ${entryNumber(seq)}: the chain of hashes holds, and ${how}.`,
      isWorrying: false,
    };
  }
  const where =
    outcome.seq === null ? 'The log is not what it says it is' : `Entry ${entryNumber(outcome.seq)} is not as recorded`;
  return { text: `${where}: ${outcome.message}.`, isWorrying: true };
}
