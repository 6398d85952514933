import { answerQuestion, askQuestion, closeQuestion, myAnswers, revealAnswers } from '../../commands/predictions.ts';
import { machineManager, machineSeat } from '../permissions.ts';
import {
  AnswerInput,
  Asked,
  AskInput,
  MachineRef,
  MyAnswers,
  PromptRef,
  Recorded,
  RevealInput,
} from '../shapes/index.ts';
import { t } from '../trpc.ts';

/** Ask, answer, close, reveal. What others answered is nobody's to read before the reveal, staff included. */
export const predictionsRouter = t.router({
  ask: machineManager
    .input(AskInput)
    .output(Asked)
    .mutation(({ ctx, input }) => askQuestion(ctx, ctx.access, input)),
  answer: machineSeat
    .input(AnswerInput)
    .output(Recorded)
    .mutation(({ ctx, input }) => answerQuestion(ctx, ctx.seat, input)),
  mine: machineSeat
    .input(MachineRef)
    .output(MyAnswers)
    .query(({ ctx }) => myAnswers(ctx, ctx.seat)),
  close: machineManager
    .input(PromptRef)
    .output(Recorded)
    .mutation(({ ctx, input }) => closeQuestion(ctx, ctx.access, input)),
  reveal: machineManager
    .input(RevealInput)
    .output(Recorded)
    .mutation(({ ctx, input }) => revealAnswers(ctx, ctx.access, input)),
});
