import type { CallResult, Rejection } from '@overcommit/engine';
import { z } from 'zod';
import type { WireEntry } from './entry.ts';
import { Id, isPlainText, Seq } from './ids.ts';
import { LIMITS } from './limits.ts';

/** One line of the lab script language, to be carried out on a machine. */
export const SubmitInput = z.strictObject({
  machineId: Id,
  /** Made by the sender, new for each command. A resend uses the same id and returns the first answer. */
  commandId: Id.refine((id) => !id.includes(':'), 'a commandId with a colon is the platform’s'),
  /** The newest entry that the sender had seen. */
  seenSeq: Seq,
  line: z
    .string()
    .min(1)
    .max(LIMITS.lineLength, `a line has at most ${LIMITS.lineLength} characters`)
    .refine(isPlainText, 'a line has no control characters'),
});
export type SubmitInput = z.infer<typeof SubmitInput>;

/** `ok`: it reached the kernel and is entry `seq`; `result` is the kernel's answer. Otherwise it made no entry. */
export type SubmitResult =
  | { ok: true; seq: number; result: CallResult; entry?: WireEntry }
  | { ok: false; rejection: Rejection };
