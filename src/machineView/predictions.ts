import { isLate, isRight, NOBODY, type Prediction, predictionsOf } from '@overcommit/engine';
import type { LabPrompt } from '@overcommit/handbook';
import { count, entryNumber, upTo } from '@overcommit/reading';
import type { Snapshot } from './snapshot.ts';

/** The questions asked so far, newest first. */
export function predictionsAt(snapshot: Snapshot): Prediction[] {
  const { telling, asked } = snapshot.history;
  return predictionsOf(upTo(telling, snapshot.seq), snapshot.machine.predictions, asked).reverse();
}

/** One bar of the class's answers. `late`: people who answered after the outcome. `isRight` null: not known (yet). */
export type Bar = { choice: string; actors: string[]; late: string[]; isRight: boolean | null };

export function barsOf(prediction: Prediction): Bar[] {
  return prediction.choices.map((choice) => ({
    choice,
    actors: prediction.answers.filter(({ answer }) => answer === choice).map(({ actor }) => actor),
    late: prediction.answers
      .filter(({ answer, sealedAt }) => answer === choice && isLate(prediction, sealedAt))
      .map(({ actor }) => actor),
    isRight: isRight(prediction, choice),
  }));
}

/** Whether the question still accepts answers. */
export const isOpen = (prediction: Prediction): boolean =>
  prediction.closedAt === null && prediction.revealedAt === null;

/** The outcome in one sentence; null while there is none. */
export function outcomeSentence(prediction: Prediction): string | null {
  const { right, decidedAt, about, answers, revealedAt } = prediction;
  if (right === null || decidedAt === null) {
    if (about !== 'victim' || revealedAt === null) return null;
    return `Nobody has been killed since ${entryNumber(prediction.askedAt)}.`;
  }
  if (right.length === 0) return `What happened at ${entryNumber(decidedAt)} is none of the choices.`;
  const what =
    about === 'victim' && right[0] !== NOBODY
      ? `${right.join(', ')} was killed at ${entryNumber(decidedAt)}`
      : `Right is: ${right.join(', ')}${decidedAt === revealedAt ? '' : `, as ${entryNumber(decidedAt)} shows`}`;
  if (revealedAt === null || answers.length === 0) return `${what}.`;
  const good = answers.filter(({ answer, sealedAt }) => right.includes(answer) && !isLate(prediction, sealedAt)).length;
  return `${what}; ${good} of ${count(answers.length, 'answer')} ${good === 1 || answers.length === 1 ? 'was' : 'were'} right.`;
}

/** The lab's prompts that can be asked now: not while one is open; only the one about the next victim can be asked again. */
export function puttable(prompts: readonly LabPrompt[], asked: readonly Prediction[]): LabPrompt[] {
  return prompts.filter(({ id, choices }) => {
    if (choices === undefined) return false;
    const before = asked.filter(({ topic }) => topic === id);
    if (before.some(({ revealedAt }) => revealedAt === null)) return false;
    return before.length === 0 || (choices === 'live processes' && before.every(({ decidedAt }) => decidedAt !== null));
  });
}

/** Those of `voters` whose answer is missing. The question waits for those who are here. */
export function missingFrom(
  prediction: Prediction,
  voters: readonly { actorId: string }[],
  present: readonly { actorId: string }[],
): { actorId: string; isHere: boolean }[] {
  const answered = new Set(prediction.sealed.map(({ actor }) => actor));
  const here = new Set(present.map(({ actorId }) => actorId));
  return voters
    .filter(({ actorId }) => !answered.has(actorId))
    .map(({ actorId }) => ({ actorId, isHere: here.has(actorId) }));
}
