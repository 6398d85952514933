import { z } from 'zod';
import { Id, titleOf } from './common.ts';

export const BranchInput = z.object({
  machineId: Id,
  /** The last entry that the new machine begins with; 0 = from boot. */
  atSeq: z.int().min(0),
  title: titleOf(80).optional(),
});
export const ConcealInput = z.object({ machineId: Id, afterSeq: z.int().min(0).nullable() });

/** What a replay needs besides machine and log. */
export const ReplayInfo = z.object({
  /** Students receive no entry after this one; null = nothing is concealed. */
  concealedAfterSeq: z.int().nullable(),
  /** The machine that this one was branched from; its title only for readers who may see it. */
  branchedFrom: z.object({ machineId: Id, atSeq: z.int(), title: z.string().nullable() }).nullable(),
});
export type ReplayInfo = z.infer<typeof ReplayInfo>;
