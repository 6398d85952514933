import { z } from 'zod';
import { Id } from './common.ts';

const StepId = z.string().min(1).max(40);

export const GuideStepShape = z.object({
  id: StepId,
  who: z.enum(['anyone', 'first', 'second']),
  say: z.string(),
  lines: z.array(z.string()),
  look: z.string().nullable(),
  /** The lab's question that this step waits for. */
  ask: Id.nullable(),
  /** Ways to send the group's lines again on a new machine. */
  again: z.array(z.object({ id: z.string(), label: z.string() })),
  /** `done`: the log shows it. */
  state: z.enum(['done', 'skipped', 'open']),
});
export type GuideStepShape = z.infer<typeof GuideStepShape>;

const Answer = z.object({ answer: z.string(), died: z.array(z.string()) });
const Killed = z.array(z.object({ seq: z.int(), process: z.string() }));

/** The lines of the machine before this one, and what came of them here. */
export const AgainShape = z.object({
  was: z.object({ machineId: Id, name: z.string(), killed: Killed }),
  now: z.object({ name: z.string(), killed: Killed }),
  rows: z.array(
    z.object({
      seq: z.int(),
      actor: z.string(),
      line: z.string(),
      was: Answer,
      now: Answer.extend({ seq: z.int() }).nullable(),
      differs: z.boolean(),
    }),
  ),
  /** The next lines wait until this step's question is answered. */
  waitsFor: StepId.nullable(),
});
export type AgainShape = z.infer<typeof AgainShape>;

/** The handout of a machine as it stands there. */
export const GuideShape = z.object({
  /** The entry up to which the log was read. */
  seq: z.int(),
  number: z.int(),
  /** While answers are held back: a title that does not tell. */
  title: z.string(),
  /** A question is still to be answered: what gives its answer away is not shown. */
  isHeld: z.boolean(),
  steps: z.array(GuideStepShape),
  /** Null while answers are held back. */
  texts: z
    .object({
      claim: z.string(),
      idea: z.string(),
      /** More of the handout, as Markdown; own labs have it. */
      handout: z.string().nullable(),
      whatYouWillSee: z.array(z.string()),
      finerTruth: z.string(),
      questions: z.array(z.string()),
    })
    .nullable(),
  /** May pass over a question, too. */
  mayLead: z.boolean(),
  again: AgainShape.nullable(),
});
export type GuideShape = z.infer<typeof GuideShape>;

/** The answers to a lab's questions, for those who teach; null for all others. `shownBy`: entries of the lab's own story. */
export const AnswerKeyShape = z
  .object({
    answers: z.array(
      z.object({
        question: z.string(),
        answer: z.string(),
        commonWrong: z.string(),
        misconception: z.string(),
        shownBy: z.array(z.object({ seq: z.int(), line: z.string() })),
      }),
    ),
    guidance: z.array(z.object({ title: z.string(), text: z.string() })),
  })
  .nullable();
export type AnswerKeyShape = z.infer<typeof AnswerKeyShape>;

export const SkipInput = z.object({ machineId: Id, stepId: StepId, isSkipped: z.boolean() });
export const GoAgainInput = z.object({ machineId: Id, stepId: StepId, under: z.string().min(1).max(40) });
