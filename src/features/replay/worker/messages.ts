import type { Entry, EveryKernelProgress, Fact, LaneReport, LaneRow, MachineSpec } from '@overcommit/engine';
import type { History } from '@overcommit/reading';
import type { RiverSource } from '@/machineView/river/river.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';

/** The messages between page and worker. The worker owns the log; the page gets one moment at a time. */
export type Moment = {
  snapshot: Omit<Snapshot, 'history'>;
  entry: Entry | null;
  /** The open variation at the same input; null = none is open. */
  lane: LaneMoment | null;
};

/** The parts of a variation; see `variations.page`. */
export type LaneSource = { id: string; from: number; spec: MachineSpec; onset: Fact[]; rows: LaneRow[] };
/**
 * A variation over the main line's entry numbers, from where it branches off. `skipped`: the inputs that could no longer
 * happen.
 */
export type LaneRiver = RiverSource & { from: number; skipped: number[] };
/** `isShared`: before the branch entry, where both lanes are the same. */
export type LaneMoment = { snapshot: Omit<Snapshot, 'history'>; near: LaneLine[]; isShared: boolean };
/** One input in both lanes. `main` null: the main line has none here. `here` null: it was not executed, for `reason`. */
export type LaneLine = {
  at: number;
  mark: LaneRow['mark'];
  actor: string;
  line: string;
  main: string | null;
  here: string | null;
  reason: string | null;
  differs: string | null;
};

export type ToWorker =
  | { type: 'load'; url: string; spec: MachineSpec; total: number }
  /** Stop reading and keep what was read. */
  | { type: 'cancel' }
  /** The moment after entry `seq`. Answered once each, in order. */
  | { type: 'at'; seq: number }
  | { type: 'digest'; seq: number }
  /** What was typed up to entry `seq`, as a lab script. */
  | { type: 'script'; seq: number }
  /** Read the log again, check its hashes, fold it and execute its commands again. */
  | { type: 'verify'; url: string }
  /** The fate of each process as recorded. */
  | { type: 'report' }
  /** The same inputs under every kernel, a slice at a time. */
  | { type: 'kernels' }
  | { type: 'stopKernels' }
  /** From now on moments show this lane too. Null closes it. */
  | { type: 'lane'; lane: LaneSource | null }
  /** How a variation goes from beginning to end. */
  | { type: 'river'; lane: LaneSource };

export type FromWorker =
  | { type: 'progress'; done: number }
  /** `isPartial`: reading was stopped before the end. */
  | { type: 'ready'; last: number; history: History; isPartial: boolean }
  | { type: 'moment'; moment: Moment }
  | { type: 'digest'; seq: number; hex: string }
  | { type: 'script'; text: string }
  | { type: 'report'; report: LaneReport }
  | { type: 'river'; id: string; river: LaneRiver }
  | { type: 'kernels'; progress: EveryKernelProgress }
  /** The first is the main line as recorded. */
  | { type: 'kernelsDone'; lanes: LaneReport[] }
  | { type: 'verified'; verdict: VerifyOutcome }
  | { type: 'failed'; message: string };

export type VerifyOutcome =
  /** As the verdict of a whole log; null: entries of other engine versions were only folded. */
  | { ok: true | null; seq: number; carriedOut: number; onlyFolded: number; digest: string }
  /** `seq` = the first bad entry; null = the fault is in no single entry. */
  | { ok: false; seq: number | null; message: string }
  /** Stopped by the reader. */
  | { ok: 'stopped'; seq: number };
