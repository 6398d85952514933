import { z } from 'zod';
import { Policy } from '../entry.ts';
import { isPlainText } from '../ids.ts';
import { LIMITS } from '../limits.ts';
import { Settings } from './common.ts';

/** A run on the first page: the kernel, and the lines of both players. Facts are not sent: the server computes them. */
export const KeepSandboxInput = z.object({
  policy: Policy,
  settings: Settings.optional(),
  lines: z
    .array(
      z.object({
        hand: z.enum(['ana', 'ben']),
        line: z.string().min(1).max(LIMITS.lineLength).refine(isPlainText, 'A line has no control characters.'),
      }),
    )
    .min(1)
    .max(24, 'At most 24 lines can be kept.'),
});
export type KeepSandboxInput = z.infer<typeof KeepSandboxInput>;
