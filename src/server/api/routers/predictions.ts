import {
  AnswerInput,
  Asked,
  AskInput,
  Done,
  LabQuestionRef,
  MachineRef,
  MayAskInput,
  MyAnswers,
  PastInput,
  PastQuestions,
  PromptRef,
  Recorded,
  RevealInput,
} from '@overcommit/protocol/api';
import {
  allowQuestions,
  answerQuestion,
  askQuestion,
  closeQuestion,
  endAnswering,
  myAnswers,
  pastQuestions,
  putLabQuestion,
  revealAnswers,
} from '../../commands/predictions.ts';
import { machineManager, machineSeat, machineViewer } from '../permissions.ts';
import { t } from '../trpc.ts';

/** Ask, answer, close, reveal. Before the reveal no one can read the answers of others, staff included. */
export const predictionsRouter = t.router({
  ask: machineManager
    .input(AskInput)
    .output(Asked)
    .mutation(({ ctx, input }) => askQuestion(ctx, ctx.access, input)),
  /** A question of the lab, asked by any member. The lab closes and reveals it. */
  putLab: machineSeat
    .input(LabQuestionRef)
    .output(Asked)
    .mutation(({ ctx, input }) => putLabQuestion(ctx, ctx.seat, input.promptId)),
  /** Ends the answering of a lab's question, when all who are here have answered. */
  end: machineSeat
    .input(PromptRef)
    .output(Recorded)
    .mutation(({ ctx, input }) => endAnswering(ctx, ctx.seat, input)),
  /** Whether members may ask the lab's questions. */
  allow: machineManager
    .input(MayAskInput)
    .output(Done)
    .mutation(({ ctx, input }) => allowQuestions(ctx, ctx.access, input)),
  past: machineViewer
    .input(PastInput)
    .output(PastQuestions)
    .query(({ ctx, input }) => pastQuestions(ctx, ctx.access, input)),
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
