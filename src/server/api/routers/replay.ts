import { BranchInput, ConcealInput, Done, MachineRef, ReplayInfo } from '@overcommit/protocol/api';
import { branchMachine, replayInfo } from '../../commands/branchMachine.ts';
import { conceal } from '../../commands/conceal.ts';
import { machineAccount, machineManager, machineViewer } from '../permissions.ts';
import { t } from '../trpc.ts';

export const replayRouter = t.router({
  about: machineViewer
    .input(MachineRef)
    .output(ReplayInfo)
    .query(({ ctx }) => replayInfo(ctx, ctx.access)),
  /** A new machine of the caller's own that begins at an entry. */
  branch: machineAccount
    .input(BranchInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => branchMachine(ctx, ctx.access, input)),
  conceal: machineManager
    .input(ConcealInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await conceal(ctx, ctx.access, input.afterSeq);
      return { ok: true as const };
    }),
});
