import { type OwnLab, ownLabSchema } from '@overcommit/handbook/ownLab';
import {
  CopyLabInput,
  Done,
  Id,
  LabOfMachineInput,
  MachineRef,
  OwnLabBase,
  OwnLabRef,
  OwnLabSummary,
  OwnLabVersion,
  PutAwayLabInput,
  ShareLabInput,
  Slug,
} from '@overcommit/protocol/api';
import { z } from 'zod';
import {
  blankOwnLab,
  copyLab,
  listOwnLabs,
  makeOwnLab,
  openOwnLab,
  publishOwnLab,
  putAwayOwnLab,
  saveOwnLab,
  shareOwnLab,
  tryOwnLab,
} from '../../commands/ownLabs/index.ts';
import { labOfMachine } from '../../commands/ownLabs/ofMachine.ts';
import { machineAccount, teacher } from '../permissions.ts';
import { t } from '../trpc.ts';

const Opened = z.object({
  labId: Id,
  draftVersion: z.int(),
  isShared: z.boolean(),
  lab: z.custom<OwnLab>((value) => typeof value === 'object').nullable(),
  problem: z.string().nullable(),
  text: z.string(),
  versions: z.array(OwnLabVersion),
});

/** Labs that instructors write. A draft and its key are its author's; versions go on without the key. */
export const ownLabsRouter = t.router({
  list: teacher.output(z.array(OwnLabSummary)).query(({ ctx }) => listOwnLabs(ctx)),
  open: teacher
    .input(OwnLabRef)
    .output(Opened)
    .query(({ ctx, input }) => openOwnLab(ctx, input.labId)),
  create: teacher.output(OwnLabRef).mutation(({ ctx }) => blankOwnLab(ctx)),
  copy: teacher
    .input(CopyLabInput)
    .output(OwnLabRef)
    .mutation(({ ctx, input }) => copyLab(ctx, input.slug)),
  import: teacher
    .input(z.object({ lab: ownLabSchema }))
    .output(OwnLabRef)
    .mutation(({ ctx, input }) => makeOwnLab(ctx, input.lab)),
  /** From a machine as it was after an entry. */
  ofMachine: machineAccount
    .input(LabOfMachineInput)
    .output(OwnLabRef)
    .mutation(({ ctx, input }) => labOfMachine(ctx, ctx.access, input.atSeq)),
  save: teacher
    .input(OwnLabBase.extend({ lab: ownLabSchema }))
    .output(z.object({ draftVersion: z.int() }))
    .mutation(({ ctx, input }) => saveOwnLab(ctx, input)),
  publish: teacher
    .input(OwnLabBase)
    .output(z.object({ slug: Slug, version: z.int() }))
    .mutation(({ ctx, input }) => publishOwnLab(ctx, input)),
  /** On a private machine, with the seat of a student. */
  tryOut: teacher
    .input(OwnLabBase)
    .output(MachineRef)
    .mutation(({ ctx, input }) => tryOwnLab(ctx, input)),
  share: teacher
    .input(ShareLabInput)
    .output(Done)
    .mutation(({ ctx, input }) => shareOwnLab(ctx, input)),
  putAway: teacher
    .input(PutAwayLabInput)
    .output(Done)
    .mutation(({ ctx, input }) => putAwayOwnLab(ctx, input)),
});
