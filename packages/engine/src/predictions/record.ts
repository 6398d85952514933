import type { Entry } from '../entry.ts';
import type { Fact } from '../facts.ts';
import type { OpenPrediction } from '../state.ts';

/** The choice that says that the killer takes no one. */
export const NOBODY = 'nobody';

/** What a log tells of one question to the class. Numbers are entries; null = not yet. */
export type Prediction = {
  prompt: string;
  topic: string;
  about: 'victim' | 'other';
  question: string;
  choices: string[];
  by: string;
  /** The lab itself closes and reveals it; absent = staff do. */
  keeper?: 'lab';
  askedAt: number;
  /** Who has answered, and in which entry last. */
  sealed: { actor: string; at: number }[];
  closedAt: number | null;
  /** Whose answer was not waited for when a member closed it. */
  away?: string[];
  revealedAt: number | null;
  /** Only once they are revealed. */
  answers: { actor: string; answer: string; sealedAt: number }[];
  /**
   * What turned out to be right: who was killed next, and who died with them; else what the reveal says. Empty:
   * none of the choices.
   */
  right: string[] | null;
  /** The entry that decided it. */
  decidedAt: number | null;
};

/** What is needed of an entry to take note of it. */
export type TellingEntry = Pick<Entry, 'seq' | 'facts'>;

const TELLING: ReadonlySet<Fact['type']> = new Set([
  'PredictionAsked',
  'AnswerSealed',
  'PredictionClosed',
  'AnswersRevealed',
]);

/** The part of an entry that tells something of questions: their own facts, and who was killed; null = nothing. */
export function tellingOf({ seq, facts }: TellingEntry): TellingEntry | null {
  const telling = facts.flatMap((fact): Fact[] => {
    if (fact.type === 'VictimChosen') return [{ ...fact, candidates: [] }];
    if (fact.type === 'ProcessEnded') return fact.cause === 'oom-kill' ? [fact] : [];
    return TELLING.has(fact.type) ? [fact] : [];
  });
  return telling.length > 0 ? { seq, facts: telling } : null;
}

/** Takes note of one entry, in the order of the log. SPEC [PRD-7] */
export function notePrediction(list: Prediction[], entry: TellingEntry): void {
  // Where the log is read from its middle on, what was asked before is not known: its answers are left out.
  const known = (prompt: string) => list.find((one) => one.prompt === prompt && one.revealedAt === null);
  for (const fact of entry.facts) {
    if (fact.type === 'PredictionAsked') list.push(asked(fact, entry.seq));
    else if (fact.type === 'AnswerSealed') noteSeal(known(fact.prompt), fact.actor, entry.seq);
    else if (fact.type === 'PredictionClosed') close(known(fact.prompt), entry.seq, fact.away);
    else if (fact.type === 'AnswersRevealed') noteReveal(known(fact.prompt), fact, entry.seq);
  }
  if (list.some(isWaiting) && entry.facts.some(({ type }) => type === 'VictimChosen')) decide(list, entry);
}

/**
 * All questions of a log, or of its last entries; `open`: what the machine says is open after them, for questions that
 * were put before the first of these entries (when each answer to those was sealed is not known then: 0). `before`: what
 * was known before the first of them; it is not changed.
 */
export function predictionsOf(
  entries: readonly TellingEntry[],
  open: readonly OpenPrediction[] = [],
  before: readonly Prediction[] = [],
): Prediction[] {
  const first = entries[0]?.seq ?? Number.POSITIVE_INFINITY;
  const told = new Set(before.map(({ prompt }) => prompt));
  const untold = open.filter(({ askedAt, prompt }) => askedAt < first && !told.has(prompt)).map(recordOf);
  const list = [...structuredClone(before), ...untold];
  for (const entry of entries) notePrediction(list, entry);
  return list;
}

/** Whether an answer was right; null while that is not known. The choice `nobody` is right until a process is killed. SPEC [PRD-7] */
export function isRight(prediction: Prediction, answer: string): boolean | null {
  if (prediction.right !== null) return prediction.right.includes(answer);
  return prediction.about === 'victim' && answer === NOBODY ? true : null;
}

/** Whether an answer came after the entry that showed what is right. SPEC [PRD-9] */
export function isLate({ decidedAt }: Prediction, sealedAt: number): boolean {
  return decidedAt !== null && sealedAt > decidedAt;
}

function recordOf({
  prompt,
  topic,
  about,
  question,
  choices,
  by,
  keeper,
  askedAt,
  isClosed,
  seals,
}: OpenPrediction): Prediction {
  return {
    ...{ prompt, topic, about, question, choices, by, askedAt },
    ...(keeper === undefined ? {} : { keeper }),
    sealed: seals.map(({ actor }) => ({ actor, at: 0 })),
    closedAt: isClosed ? askedAt : null,
    revealedAt: null,
    answers: [],
    right: null,
    decidedAt: null,
  };
}

function asked(fact: Extract<Fact, { type: 'PredictionAsked' }>, seq: number): Prediction {
  const { prompt, topic, about, question, choices, by, keeper } = fact;
  return {
    ...{ prompt, topic, about, question, choices, by },
    ...(keeper === undefined ? {} : { keeper }),
    askedAt: seq,
    sealed: [],
    closedAt: null,
    revealedAt: null,
    answers: [],
    right: null,
    decidedAt: null,
  };
}

function noteSeal(prediction: Prediction | undefined, actor: string, seq: number): void {
  if (!prediction) return;
  prediction.sealed = [...prediction.sealed.filter((one) => one.actor !== actor), { actor, at: seq }];
}

function close(prediction: Prediction | undefined, seq: number, away?: string[]): void {
  if (!prediction) return;
  prediction.closedAt ??= seq;
  if (away) prediction.away = [...away];
}

function noteReveal(
  prediction: Prediction | undefined,
  { answers, right, decidedAt }: Extract<Fact, { type: 'AnswersRevealed' }>,
  seq: number,
): void {
  if (!prediction) return;
  const sealedAt = new Map(prediction.sealed.map(({ actor, at }) => [actor, at]));
  prediction.closedAt ??= seq;
  prediction.revealedAt = seq;
  prediction.answers = answers.map(({ actor, answer }) => ({ actor, answer, sealedAt: sealedAt.get(actor) ?? 0 }));
  if ((right === undefined && decidedAt === undefined) || prediction.right !== null) return;
  prediction.right = right === undefined ? [] : [right];
  prediction.decidedAt = decidedAt ?? seq;
}

const isWaiting = (one: Prediction): boolean => one.about === 'victim' && one.decidedAt === null;

function decide(list: readonly Prediction[], { seq, facts }: TellingEntry): void {
  const from = facts.findIndex(({ type }) => type === 'VictimChosen');
  const names = new Set<string>();
  for (const [index, fact] of facts.slice(from).entries()) {
    if (fact.type === 'VictimChosen' && index > 0) break;
    if (fact.type === 'VictimChosen') names.add(fact.victim.process);
    if (fact.type === 'ProcessEnded' && fact.cause === 'oom-kill') names.add(fact.process);
  }
  for (const one of list.filter(isWaiting)) {
    one.right = [...names];
    one.decidedAt = seq;
    one.closedAt ??= seq;
  }
}
