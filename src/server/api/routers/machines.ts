import { SubmitInput, type SubmitResult } from '@overcommit/protocol';
import { z } from 'zod';
import { joinByCode, resumeLink, resumePlace } from '../../commands/joining.ts';
import { myMachines, openMachine } from '../../commands/machines.ts';
import { revokeCodes, shareMachine } from '../../commands/sharing.ts';
import { startAgain } from '../../commands/startMachine.ts';
import { submitLine } from '../../commands/submit.ts';
import { anyone, machineManager, machineSeat, machineViewer, signedIn } from '../permissions.ts';
import {
  Done,
  JoinByCodeInput,
  Joined,
  MachineInfoShape,
  MachineRef,
  MachineSummary,
  ResumeInput,
  Share,
  StartAgainInput,
} from '../shapes/index.ts';
import { t } from '../trpc.ts';

export const machinesRouter = t.router({
  list: signedIn.output(z.array(MachineSummary)).query(({ ctx }) => myMachines(ctx)),
  /** Opening a machine that one may view gives a seat on it. */
  get: machineViewer
    .input(MachineRef)
    .output(MachineInfoShape)
    .query(({ ctx }) => openMachine(ctx, ctx.access)),
  submit: machineSeat
    .input(SubmitInput)
    .mutation(({ ctx, input }): Promise<SubmitResult> => submitLine(ctx, ctx.seat, input)),
  share: machineManager
    .input(MachineRef)
    .output(Share)
    .mutation(({ ctx, input }) => shareMachine(ctx, input.machineId)),
  revokeCode: machineManager
    .input(MachineRef)
    .output(Done)
    .mutation(({ ctx, input }) => revokeCodes(ctx, input.machineId)),
  startAgain: machineManager
    .input(StartAgainInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => startAgain(ctx, ctx.access, input)),
  joinByCode: anyone
    .input(JoinByCodeInput)
    .output(Joined)
    .mutation(({ ctx, input }) => joinByCode(ctx, input)),
  resume: anyone
    .input(ResumeInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => resumePlace(ctx, input.token)),
  /** A new personal link to the caller's own place; the earlier one stops working. */
  resumeLink: machineSeat
    .input(MachineRef)
    .output(z.object({ url: z.string() }))
    .mutation(({ ctx }) => resumeLink(ctx, ctx.seat)),
});
