import { z } from 'zod';
import { labDetail, labSummaries } from '../../commands/labs.ts';
import { startLab } from '../../commands/startMachine.ts';
import { accountHolder, anyone } from '../permissions.ts';
import { LabDetail, LabSummary, MachineRef, Slug, StartLabInput } from '../shapes/index.ts';
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
});
