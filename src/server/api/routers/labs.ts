import { z } from 'zod';
import { keepSandbox } from '../../commands/keepSandbox.ts';
import { labDetail, labSummaries } from '../../commands/labs.ts';
import { startLab } from '../../commands/startMachine.ts';
import { accountHolder, anyone } from '../permissions.ts';
import { KeepSandboxInput, LabDetail, LabSummary, MachineRef, Slug, StartLabInput } from '../shapes/index.ts';
import { t } from '../trpc.ts';

export const labsRouter = t.router({
  list: anyone.output(z.array(LabSummary)).query(() => labSummaries()),
  get: anyone
    .input(z.object({ slug: Slug }))
    .output(LabDetail)
    .query(({ input }) => labDetail(input.slug)),
  start: accountHolder
    .input(StartLabInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => startLab(ctx, input)),
  /** The lines of the first page's machine, carried out anew on one of the caller's own. */
  keep: accountHolder
    .input(KeepSandboxInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => keepSandbox(ctx, input)),
});
