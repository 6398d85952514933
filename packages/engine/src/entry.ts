import type { Command } from './commands.ts';
import type { Fact } from './facts.ts';
import type { PolicyId } from './kernels/ids.ts';

/** One command, one row of the log, its facts inside. `seq` starts at 1 and has no gaps; ticks are entries too. */
export type Entry = {
  seq: number;
  tick: number;
  /** Opaque id of who did it; `system` for the platform itself (seats, ticks). */
  actor: string;
  commandId: string;
  command: Command;
  facts: Fact[];
  engineVersion: string;
  policy: PolicyId;
};

/** What never reaches a kernel, and so makes no entry. */
export type Rejection = {
  code: 'BAD_LINE' | 'UNKNOWN_VERB' | 'NOT_YET' | 'NO_SEAT' | 'OVER_QUOTA' | 'PAUSED' | 'TOO_LARGE' | 'NO_PROMPT';
  message: string;
  /** What to do instead. */
  hint?: string;
  /** 1-based column in the line, where that is known. */
  column?: number;
};

/** `isSpoilt`: it ran into the caller's bound half-way, and the machine is to be thrown away. */
export type Executed = { ok: true; facts: Fact[] } | { ok: false; rejection: Rejection; isSpoilt?: true };
