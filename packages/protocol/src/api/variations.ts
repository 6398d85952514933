import { type Fact, type LaneReport, type LaneRow, MACHINE_KB, type MachineSpec } from '@overcommit/engine';
import { z } from 'zod';
import { Policy } from '../entry.ts';
import { isPlainText } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Id, Settings, titleOf } from './common.ts';

const Name = titleOf(80);
const Line = z.string().trim().min(1).max(LIMITS.lineLength).refine(isPlainText, 'A line has no control characters.');
const Seq = z.int().min(0).max(1_000_000_000);
const Kb = z.int().min(0).max(MACHINE_KB.most);

/** `actorId`: the actor of the input; left out = the caller's. Only staff may name another one. */
const Edit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('drop'), seq: Seq }),
  z.object({ kind: z.literal('change'), seq: Seq, line: Line }),
  z.object({ kind: z.literal('insert'), after: Seq, line: Line, actorId: Id.optional() }),
]);
export type EditInput = z.infer<typeof Edit>;

/** As the engine's `VariationPlan`, with lines of the lab script language in place of commands. Sizes in kB. */
export const PlanInput = z.object({
  from: Seq,
  policy: Policy.optional(),
  settings: Settings.optional(),
  memKb: Kb.optional(),
  swapKb: Kb.optional(),
  adjustments: z
    .record(z.string().min(1).max(64).refine(isPlainText), z.int().min(-1000).max(1000))
    .refine((all) => Object.keys(all).length <= 32, 'At most 32 adjustments.')
    .optional(),
  edits: z.array(Edit).max(100, 'At most 100 edited inputs.').optional(),
});
export type PlanInput = z.infer<typeof PlanInput>;

export const CreateVariationInput = z.object({
  machineId: Id,
  name: Name,
  isShared: z.boolean().default(false),
  plan: PlanInput,
});
export type CreateVariationInput = z.infer<typeof CreateVariationInput>;
export const VariationRef = z.object({ machineId: Id, variationId: Id });
export const RenameVariationInput = VariationRef.extend({ name: Name });
export const ShareVariationInput = VariationRef.extend({ isShared: z.boolean() });
export const VariationPageInput = VariationRef.extend({
  /** Rows to leave out from the start. */
  after: z.int().min(0),
  limit: z.int().min(1).max(LIMITS.pageEntries).default(LIMITS.pageEntries),
});

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A saved variation. `report` is the engine's: what differs, fates, first divergence, skipped inputs; see `summarise`. */
export const VariationShape = z.object({
  id: Id,
  machineId: Id,
  name: z.string(),
  isShared: z.boolean(),
  isMine: z.boolean(),
  /** Rename, share, remove, restore. */
  mayChange: z.boolean(),
  ownerName: z.string(),
  /** Their seat on this machine; null if they have none. */
  ownerActorId: Id.nullable(),
  /** The first `fromSeq` entries are the machine's own; `mainSeq`: how far its log went when this was made. */
  fromSeq: z.int(),
  mainSeq: z.int(),
  isEdited: z.boolean(),
  rowCount: z.int(),
  report: z.custom<LaneReport>(isObject),
  createdAt: z.date(),
});
export type VariationShape = z.infer<typeof VariationShape>;

/**
 * A page of a variation's rows, oldest first; `rowCount`: all of them. To fold: boot `spec` if `from` is 0, else fold the
 * machine's own first `from` entries; then the facts of `onset`; then the entries of the `done` rows.
 */
export const VariationPage = z.object({
  from: z.int(),
  spec: z.custom<MachineSpec>(isObject),
  onset: z.array(z.custom<Fact>(isObject)),
  rows: z.array(z.custom<LaneRow>(isObject)),
  rowCount: z.int(),
});
export type VariationPage = z.infer<typeof VariationPage>;
