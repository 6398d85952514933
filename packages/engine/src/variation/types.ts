import type { Command } from '../commands.ts';
import type { Entry } from '../entry.ts';
import type { CallResult, Fact } from '../facts.ts';
import type { PolicyId } from '../kernels/ids.ts';
import type { MachineSpec } from '../spec.ts';

/** A machine's log as it was recorded: the main line that variations part from. */
export type MainLine = { spec: MachineSpec; entries: readonly Entry[] };

/** A change to the inputs themselves. `seq` and `after` are entry numbers of the main line, greater than `from` (`after`: or equal). */
export type InputEdit =
  | { kind: 'drop'; seq: number }
  | { kind: 'change'; seq: number; command: Command }
  | { kind: 'insert'; after: number; actor: string; command: Command };

/** What differs from the main line, and from which entry on. All but `from` are optional. Sizes in kB. */
export type VariationPlan = {
  /** The first `from` entries are shared with the main line; 0 = from birth. */
  from: number;
  policy?: PolicyId;
  /** Tunables that the variation holds: recorded inputs that write them are skipped. SPEC [VAR-6] */
  settings?: Record<string, string>;
  /** Only from entry 0. SPEC [VAR-2] */
  memKb?: number;
  swapKb?: number;
  /** `oom_score_adj` held for processes of these names, from `from` or from their birth on. SPEC [VAR-7] */
  adjustments?: Record<string, number>;
  edits?: readonly InputEdit[];
};

/** Where a row comes from. `adjusted`: the variation's own oom_score_adj; `inserted`, `changed`, `dropped`: an edit. */
export type RowMark = 'recorded' | 'inserted' | 'changed' | 'dropped' | 'adjusted';

/** Why an input can no longer happen, in words. `isHeld`: it would change what the variation itself holds. */
export type Impossible = { reason: string; isHeld?: boolean };

/**
 * One input of a lane. `at`: the main line's entry that it stands at (an inserted one stands after it). A `done` row has
 * its entry, numbered in its own lane; a `skipped` one can no longer happen, and says why; a `dropped` one was left out.
 */
export type LaneRow = { at: number; mark: RowMark; actor: string; command: Command } & (
  | { state: 'done'; entry: Entry }
  | ({ state: 'skipped' } & Impossible)
  | { state: 'dropped' }
);

/** Who a process belongs to. Null if no seat has that uid, or if the process was never born. */
export type Owner = { uid: number | null; actor: string | null };

/** Who brought a death about: by what call, for which process, and whose. `actor` null = the system itself. */
export type Cause = { actor: string | null; process: string | null; call: string | null };

/**
 * What became of a process. `at`: the main line's entry number of the input, the same in every lane; `seq`: the entry in
 * its own lane (null where no entry was made). `refused`: there was no memory for its birth. `failed`: its birth failed for
 * another reason. `skipped`: its birth could no longer happen. `unborn`: nothing in this lane ever asked for it.
 */
export type ProcessFate =
  | { kind: 'lived' }
  | { kind: 'exited'; at: number; seq: number; status: number }
  | { kind: 'killed'; at: number; seq: number; how: 'oom-kill' | 'signal'; signal: number; by: Cause }
  | { kind: 'refused'; at: number; seq: number; errno: CallResult }
  | { kind: 'failed'; at: number; seq: number; errno: CallResult }
  | { kind: 'skipped'; at: number; seq: null; reason: string }
  | { kind: 'hung'; at: number; seq: number; how: 'deadlock' | 'lock' | 'vfork' | 'wait' | 'memory'; words: string }
  | { kind: 'unborn' };

/** `key` names one birth over all lanes: a name and where it was asked for. */
export type ProcessOutcome = { key: string; process: string; bornAt: number; owner: Owner; fate: ProcessFate };

/** A call that was answered with an errno or a signal. `actor`: who typed it, or whose program made it. */
export type FailedCall = { at: number; seq: number; actor: string; line: string; verb: string; errno: CallResult };

/** The first input that a lane answers differently, and how, in words. `seq` null = the input was skipped. */
export type Divergence = { at: number; seq: number | null; words: string };

/** What became of one lane; small beside its rows. */
export type LaneReport = {
  title: string;
  /** Null for the main line as recorded. */
  plan: VariationPlan | null;
  /** Inputs were dropped, changed or inserted: the commands differ, not only the conditions. */
  isEdited: boolean;
  /** The machine's description at the branch, after the changes. */
  spec: MachineSpec;
  /** Folded into the machine after entry `from`, before the first row; empty from entry 0. */
  onset: Fact[];
  outcomes: ProcessOutcome[];
  /** Refusals of memory. */
  refusals: FailedCall[];
  /** Commands that failed for another reason. Left out in reports that were saved before this was counted apart. */
  errors?: FailedCall[];
  skipped: number;
  /** An input set off more than the lane can take: it and everything after it was not carried out. */
  gaveUp: { at: number; reason: string; unreached: number } | null;
  panic: string | null;
  divergence: Divergence | null;
  /** Number of the last entry. */
  seq: number;
};

/** A lane with everything in it. `entries` are those of its done rows, from `from + 1` on. */
export type Lane = { report: LaneReport; rows: LaneRow[]; entries: Entry[] };

/** What a lane may cost. Facts. */
export type LaneLimits = {
  /** Of one input; one that set off more when it was recorded may do twice as much. */
  entryFacts: number;
  laneFacts: number;
};
