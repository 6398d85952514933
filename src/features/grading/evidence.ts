import { commandText, type Entry, isPlatformVerb } from '@overcommit/engine';
import { answerWord, figures, killFactsIn } from '@overcommit/reading';

export type EvidenceLine = {
  seq: number;
  actor: string;
  text: string;
  result: string;
  /** "db killed, 28 345 points"; null = no kill. */
  kill: string | null;
  isEvidence: boolean;
};

const AROUND = 2;
const MOST = 40;

function killWords(entry: Entry): string | null {
  const kills = killFactsIn(entry);
  if (kills.length === 0) return null;
  return kills.map(({ victim }) => `${victim.process} killed, ${figures(victim.points)} points`).join('; ');
}

/** Seats, the clock and ticks without a kill say nothing to a grader. */
function isTelling(entry: Entry): boolean {
  const { verb } = entry.command;
  if (isPlatformVerb(verb)) return false;
  return verb !== 'tick' || killWords(entry) !== null;
}

/** The entries that decided an item, each with its neighbours; without any, the last ones of the log. */
export function evidenceLines(entries: readonly Entry[], evidence: readonly number[]): EvidenceLine[] {
  const telling = entries.filter(isTelling);
  const wanted = new Set(evidence);
  const near = new Set<number>();
  telling.forEach((entry, index) => {
    if (!wanted.has(entry.seq)) return;
    for (let other = index - AROUND; other <= index + AROUND; other++) near.add(other);
  });
  const chosen = near.size > 0 ? telling.filter((_, index) => near.has(index)).slice(0, MOST) : telling.slice(-MOST);
  return chosen.map((entry) => ({
    seq: entry.seq,
    actor: entry.actor,
    text: commandText(entry.command),
    result: answerWord(entry),
    kill: killWords(entry),
    isEvidence: wanted.has(entry.seq),
  }));
}
