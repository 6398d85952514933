import {
  CreateVariationInput,
  Done,
  MachineRef,
  RenameVariationInput,
  ShareVariationInput,
  VariationPage,
  VariationPageInput,
  VariationRef,
  VariationShape,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import {
  createVariation,
  listVariations,
  renameVariation,
  setRemoved,
  shareVariation,
  variationPage,
} from '../../commands/variations.ts';
import { machineViewer } from '../permissions.ts';
import { t } from '../trpc.ts';

const DONE = { ok: true as const };

/** The same inputs under other conditions, run and stored by the server. Only its owner and staff see a private one. */
export const variationsRouter = t.router({
  list: machineViewer
    .input(MachineRef)
    .output(z.array(VariationShape))
    .query(({ ctx }) => listVariations(ctx, ctx.access)),
  create: machineViewer
    .input(CreateVariationInput)
    .output(VariationShape)
    .mutation(({ ctx, input }) => createVariation(ctx, ctx.access, input)),
  rename: machineViewer
    .input(RenameVariationInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await renameVariation(ctx, ctx.access, input);
      return DONE;
    }),
  share: machineViewer
    .input(ShareVariationInput)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await shareVariation(ctx, ctx.access, input);
      return DONE;
    }),
  remove: machineViewer
    .input(VariationRef)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await setRemoved(ctx, ctx.access, { ...input, isRemoved: true });
      return DONE;
    }),
  /** Restores a removed variation. */
  restore: machineViewer
    .input(VariationRef)
    .output(Done)
    .mutation(async ({ ctx, input }) => {
      await setRemoved(ctx, ctx.access, { ...input, isRemoved: false });
      return DONE;
    }),
  page: machineViewer
    .input(VariationPageInput)
    .output(VariationPage)
    .query(({ ctx, input }) => variationPage(ctx, ctx.access, input)),
});
