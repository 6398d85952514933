import { type Outcome, questionOutcome } from '@overcommit/coursework';
import type { TaughtPrompt } from '@overcommit/handbook/teaching';
import type { Db } from '../db.ts';
import { findLabWithKey } from '../labBook.ts';
import type { LogOf } from './logs.ts';

type OutcomePorts = { db: Pick<Db, 'machine' | 'labVersion'>; logOf: LogOf };

/** A question of a lab; undefined where the lab has none with this id. */
export async function labPrompt(
  deps: { db: Pick<Db, 'labVersion'> },
  labSlug: string | null,
  id: string,
): Promise<TaughtPrompt | undefined> {
  return (await findLabWithKey(deps, labSlug ?? ''))?.prompts.find((one) => one.id === id);
}

/** Reads from machines' logs how the questions of their labs came out. */
export function createQuestionOutcome({ db, logOf }: OutcomePorts) {
  /** The outcome of a question of the machine's lab that was asked in entry `askedAt`; null = the log does not decide it (yet). */
  return async (machineId: string, { topic, askedAt }: { topic: string; askedAt: number }): Promise<Outcome | null> => {
    const machine = await db.machine.findUnique({ where: { id: machineId }, select: { labSlug: true } });
    const rule = (await labPrompt({ db }, machine?.labSlug ?? null, topic))?.outcome;
    return rule ? questionOutcome(await logOf(machineId), rule, askedAt) : null;
  };
}
export type QuestionOutcome = ReturnType<typeof createQuestionOutcome>;
