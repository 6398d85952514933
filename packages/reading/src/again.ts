import { commandText, type Entry, factsOf, isOverride } from '@overcommit/engine';
import { isTyped } from './causes.ts';
import { hasKill, killFactsIn } from './kills.ts';
import { answerWord } from './sentences/answer.ts';

/** How the command id of a line begins that is sent again; the number of the first entry follows. */
const AGAIN = 'again:';
export const againId = (seq: number): string => `${AGAIN}${seq}`;

/** One line on both machines. `now` is null while it is not sent again. */
export type AgainRow = {
  seq: number;
  actor: string;
  line: string;
  was: AgainAnswer;
  now: (AgainAnswer & { seq: number }) | null;
  /** Another answer, or other deaths. */
  differs: boolean;
};
export type AgainAnswer = { answer: string; died: string[] };

/** What people typed, in order: the lines that are sent again. */
export const typedEntries = (entries: readonly Entry[]): Entry[] => entries.filter(isTyped);

/** Whether a line was sent as an override, and so must be sent as one again. */
export const isSentAsOverride = (entry: Entry): boolean => isOverride(entry);

/** The lines of one log beside what came of them on another machine. */
export function compareAgain(before: readonly Entry[], after: readonly Entry[]): AgainRow[] {
  const again = new Map(after.map((entry) => [entry.commandId, entry]));
  return typedEntries(before).map((entry) => {
    const found = again.get(againId(entry.seq));
    const was = answerIn(entry);
    const now = found ? { seq: found.seq, ...answerIn(found) } : null;
    return {
      ...{ seq: entry.seq, actor: entry.actor, line: commandText(entry.command), was, now },
      differs: now !== null && (now.answer !== was.answer || String(now.died) !== String(was.died)),
    };
  });
}

function answerIn(entry: Entry): AgainAnswer {
  return { answer: answerWord(entry), died: killFactsIn(entry).map(({ victim }) => victim.process) };
}

export type Ending = { seq: number; process: string }[];

/** Who was killed in a log, in order. */
export const killedIn = (entries: readonly Entry[]): Ending =>
  entries
    .filter(hasKill)
    .flatMap((entry) =>
      factsOf(entry, 'VictimChosen').map(({ victim }) => ({ seq: entry.seq, process: victim.process })),
    );
