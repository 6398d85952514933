import type { Prediction } from '@overcommit/engine';
import { z } from 'zod';
import { isPlainText } from '../ids.ts';
import { Id } from './common.ts';

const MOST_CHARACTERS = 300;
/** Words of a question or a choice, as the engine bounds them. */
const Words = z
  .string()
  .trim()
  .min(1, 'Something is empty here.')
  .max(MOST_CHARACTERS, `At most ${MOST_CHARACTERS} characters.`)
  .refine(isPlainText, 'Only visible characters, please.');

/** `next`: who dies next, of those alive now. `lab`: a prompt of the machine's lab, by its id. `own`: the asker's own words. */
export const AskInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('next'), machineId: Id }),
  z.object({ kind: z.literal('lab'), machineId: Id, promptId: Id }),
  z.object({ kind: z.literal('own'), machineId: Id, question: Words, choices: z.array(Words).min(2).max(24) }),
]);
export type AskInput = z.infer<typeof AskInput>;
export const LabQuestionRef = z.object({ machineId: Id, promptId: Id });
export const MayAskInput = z.object({ machineId: Id, isAllowed: z.boolean() });
/** The state of the questions after that entry. */
export const PastInput = z.object({ machineId: Id, atSeq: z.int().min(0) });
export const PastQuestions = z.array(z.custom<Prediction>((value) => typeof value === 'object' && value !== null));
export const PromptRef = z.object({ machineId: Id, prompt: Id });
export const AnswerInput = PromptRef.extend({ answer: Words });
/** `right`: the right choice as the asker judges it, where the log does not decide. */
export const RevealInput = PromptRef.extend({ right: Words.optional() });
/** The entry that it made. */
export const Recorded = z.object({ seq: z.int() });
export const Asked = Recorded.extend({ prompt: Id });
/** The reader's own answers to questions that are not revealed yet. */
export const MyAnswers = z.array(z.object({ prompt: Id, answer: z.string() }));
