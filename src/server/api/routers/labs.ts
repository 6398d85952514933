import type { Lab, LabVariant } from '@overcommit/handbook';
import {
  AnswerKeyShape,
  KeepSandboxInput,
  LabSummary,
  MachineRef,
  Slug,
  StartLabInput,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import { answerKey } from '../../commands/answerKey.ts';
import { keepSandbox } from '../../commands/keepSandbox.ts';
import { labDetail, labSummaries } from '../../commands/labs.ts';
import { startLab } from '../../commands/startMachine.ts';
import { accountHolder, anyone } from '../permissions.ts';
import { t } from '../trpc.ts';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
const LabDetail = LabSummary.extend({
  lab: z.custom<Lab>(isObject),
  variants: z.array(z.custom<LabVariant>(isObject)),
});

export const labsRouter = t.router({
  list: anyone.output(z.array(LabSummary)).query(() => labSummaries()),
  get: anyone
    .input(z.object({ slug: Slug }))
    .output(LabDetail)
    .query(({ ctx, input }) => labDetail(ctx, input.slug)),
  /** What those who teach need to know about its questions; null for all others. */
  key: accountHolder
    .input(z.object({ slug: Slug }))
    .output(AnswerKeyShape)
    .query(({ ctx, input }) => answerKey(ctx, input.slug)),
  start: accountHolder
    .input(StartLabInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => startLab(ctx, input)),
  /** Runs the lines of the first page's machine again, on a machine of the caller's own. */
  keep: accountHolder
    .input(KeepSandboxInput)
    .output(MachineRef)
    .mutation(({ ctx, input }) => keepSandbox(ctx, input)),
});
