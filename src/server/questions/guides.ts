import { askerOf, holds, questionOutcome } from '@overcommit/coursework';
import type { Prediction } from '@overcommit/engine';
import type { EventStore } from '@overcommit/event-store';
import type { TaughtLab } from '@overcommit/handbook/teaching';
import { hasKill } from '@overcommit/reading';
import { createRecentMap } from '../recentMap.ts';
import type { LogOf } from './logs.ts';
import type { Past } from './past.ts';

const MOST_KNOWN = 500;

/**
 * `done`: ids of steps that the log up to entry `seq` shows; a step that asks is done once its question is closed or
 * decided. `answered`: by question that is still open, the actors who have answered it.
 */
export type GuideState = { seq: number; done: ReadonlySet<string>; answered: ReadonlyMap<string, readonly string[]> };

export type GuidePorts = { past: Past; logOf: LogOf; store: Pick<EventStore, 'head'> };

/** Reads from machines' logs how far their handouts are. A log is judged once for each of its entries, not for each reader. */
export function createGuides({ past, logOf, store }: GuidePorts) {
  const known = createRecentMap<string, GuideState>(MOST_KNOWN);
  const judging = new Map<string, Promise<GuideState>>();

  async function judge(machineId: string, lab: TaughtLab, untilSeq: number | null): Promise<GuideState> {
    const whole = await logOf(machineId);
    const log = untilSeq === null ? whole : { ...whole, entries: whole.entries.filter(({ seq }) => seq <= untilSeq) };
    const seq = log.entries.length;
    const questions = await past.questions(machineId, seq);
    const ask = askerOf(log);
    const isOver = (id: string) =>
      questions.some((one) => one.topic === id && isAnswered(one)) || hasHappened(lab, id, log);
    const done = lab.steps.filter((step) =>
      step.ask ? isOver(step.ask) : step.doneWhen !== undefined && holds(ask, step.doneWhen),
    );
    const answered = new Map(questions.map(({ topic, sealed }) => [topic, sealed.map(({ actor }) => actor)]));
    return { seq, done: new Set(done.map(({ id }) => id)), answered };
  }

  /** One judgement of a machine at a time, for all who ask meanwhile. */
  function newest(machineId: string, lab: TaughtLab): Promise<GuideState> {
    const running = judging.get(machineId);
    if (running) return running;
    const started = judge(machineId, lab, null)
      .then((state) => {
        known.set(machineId, state);
        return state;
      })
      .finally(() => judging.delete(machineId));
    judging.set(machineId, started);
    return started;
  }

  /** @param untilSeq the last entry that the reader may see; null = all. @throws AppError NOT_FOUND */
  return async (machineId: string, lab: TaughtLab, untilSeq: number | null = null): Promise<GuideState> => {
    if (untilSeq !== null) return judge(machineId, lab, untilSeq);
    const version = (await store.head(machineId))?.version ?? 0;
    const before = known.get(machineId);
    if (before && before.seq >= version) return before;
    const state = await newest(machineId, lab);
    // A judgement that was under way may have begun before the newest entry; the next one cannot have.
    return state.seq >= version ? state : newest(machineId, lab);
  };
}
export type Guides = ReturnType<typeof createGuides>;

const isAnswered = ({ closedAt, revealedAt, decidedAt }: Prediction): boolean =>
  closedAt !== null || revealedAt !== null || decidedAt !== null;

/** What the question is about is in the log already: there is nothing left to predict. */
function hasHappened(lab: TaughtLab, id: string, log: Parameters<typeof questionOutcome>[0]): boolean {
  const prompt = lab.prompts.find((one) => one.id === id);
  if (prompt?.outcome) return questionOutcome(log, prompt.outcome, 0) !== null;
  return log.entries.some(hasKill);
}
