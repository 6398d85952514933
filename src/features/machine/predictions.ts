import { isRight, NOBODY, type Prediction, predictionsOf } from '@overcommit/engine';
import { count, entryNumber } from './format.ts';
import { upTo } from './history.ts';
import type { Snapshot } from './snapshot.ts';

/** The questions put so far, newest first. */
export function predictionsAt(snapshot: Snapshot): Prediction[] {
  return predictionsOf(upTo(snapshot.history.telling, snapshot.seq), snapshot.machine.predictions).reverse();
}

/** One bar of the class's distribution. `isRight` null: not known (yet). */
export type Bar = { choice: string; actors: string[]; isRight: boolean | null };

export function barsOf(prediction: Prediction): Bar[] {
  return prediction.choices.map((choice) => ({
    choice,
    actors: prediction.answers.filter(({ answer }) => answer === choice).map(({ actor }) => actor),
    isRight: isRight(prediction, choice),
  }));
}

/** Whether answers are still taken. */
export const isOpen = (prediction: Prediction): boolean =>
  prediction.closedAt === null && prediction.revealedAt === null;

/** How it came out, in one sentence; null while there is nothing to tell. */
export function outcomeSentence(prediction: Prediction): string | null {
  const { right, decidedAt, about, answers, revealedAt } = prediction;
  if (right === null || decidedAt === null) {
    if (about !== 'victim' || revealedAt === null) return null;
    return `Nobody has been killed since ${entryNumber(prediction.askedAt)}.`;
  }
  const what =
    about === 'victim' && right[0] !== NOBODY
      ? `${right.join(', ')} was killed at ${entryNumber(decidedAt)}`
      : `Right is: ${right.join(', ')}`;
  if (revealedAt === null || answers.length === 0) return `${what}.`;
  const good = answers.filter(({ answer }) => right.includes(answer)).length;
  return `${what}; ${good} of ${count(answers.length, 'answer')} ${good === 1 ? 'was' : 'were'} right.`;
}
