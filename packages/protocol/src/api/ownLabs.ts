import { z } from 'zod';
import { Id, Slug } from './common.ts';

/** An own lab in a list: the reader's, or one that another instructor shares. */
export const OwnLabSummary = z.object({
  labId: Id,
  title: z.string(),
  author: z.string(),
  isMine: z.boolean(),
  isShared: z.boolean(),
  /** Of the newest version; null = never published. */
  slug: Slug.nullable(),
  version: z.int().nullable(),
  updatedAt: z.date(),
});
export type OwnLabSummary = z.infer<typeof OwnLabSummary>;

export const OwnLabRef = z.object({ labId: Id });
/** `basedOn`: the number of the draft that was on the screen. */
export const OwnLabBase = OwnLabRef.extend({ basedOn: z.int().min(1) });
export const ShareLabInput = OwnLabRef.extend({ isShared: z.boolean() });
export const PutAwayLabInput = OwnLabRef.extend({ isPutAway: z.boolean() });
/** A lab of the handbook, or a version of an own one. */
export const CopyLabInput = z.object({ slug: Slug });
export const LabOfMachineInput = z.object({ machineId: Id, atSeq: z.int().min(0) });
export const OwnLabVersion = z.object({ slug: Slug, version: z.int(), at: z.date(), assignments: z.int() });
