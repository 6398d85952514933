import { Done, GoAgainInput, GuideShape, MachineRef, SkipInput } from '@overcommit/protocol/api';
import { z } from 'zod';
import { goAgain, resendNext } from '../../commands/again.ts';
import { guideOf, skipStep } from '../../commands/guide.ts';
import { machineLiveSeat, machineSeat, machineViewer } from '../permissions.ts';
import { t } from '../trpc.ts';

/** The handout of a machine: its steps as the log shows them, and its lines sent again under another kernel. */
export const guideRouter = t.router({
  get: machineViewer
    .input(MachineRef)
    .output(GuideShape)
    .query(({ ctx }) => guideOf(ctx, ctx.access)),
  skip: machineSeat
    .input(SkipInput)
    .output(Done)
    .mutation(({ ctx, input }) => skipStep(ctx, input)),
  /** A new machine of the same people under another kernel. */
  again: machineSeat
    .input(GoAgainInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => goAgain(ctx, input)),
  /** Sends the next line of the machine before this one, as the person who sent it there. */
  resend: machineLiveSeat
    .input(MachineRef)
    .output(z.object({ isLeft: z.boolean() }))
    .mutation(({ ctx, input }) => resendNext(ctx, input.machineId)),
});
