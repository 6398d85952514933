import type { Fact } from '../facts.ts';
import type { Machine, OpenPrediction } from '../state.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

/** The open prediction of this name. Throws where there is none: that log is broken. */
function predictionOf(m: Machine, prompt: string): OpenPrediction {
  const found = m.predictions?.find((one) => one.prompt === prompt);
  if (!found) throw new Error(`no open prediction ${prompt}`);
  return found;
}

export function predictionAsked(m: Machine, fact: Of<'PredictionAsked'>): void {
  const { prompt, topic, about, question, choices, by, keeper } = fact;
  m.predictions ??= [];
  m.predictions.push({
    ...{ prompt, topic, about, question, choices: [...choices], by },
    ...(keeper === undefined ? {} : { keeper }),
    askedAt: m.seq + 1,
    isClosed: false,
    seals: [],
  });
}

export function answerSealed(m: Machine, { prompt, actor, seal }: Of<'AnswerSealed'>): void {
  const { seals } = predictionOf(m, prompt);
  const own = seals.find((one) => one.actor === actor);
  if (own) own.seal = seal;
  else seals.push({ actor, seal });
}

export function predictionClosed(m: Machine, { prompt }: Of<'PredictionClosed'>): void {
  predictionOf(m, prompt).isClosed = true;
}

export function answersRevealed(m: Machine, { prompt }: Of<'AnswersRevealed'>): void {
  predictionOf(m, prompt);
  const left = (m.predictions ?? []).filter((one) => one.prompt !== prompt);
  if (left.length > 0) m.predictions = left;
  else delete m.predictions;
}

/** [PRD-4] The question who dies next closes when a process has died. */
export function victimChosen(m: Machine): void {
  for (const one of m.predictions ?? []) if (one.about === 'victim') one.isClosed = true;
}
