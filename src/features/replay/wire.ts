import type { Entry, MachineSpec } from '@overcommit/engine';
import type { History } from '../machine/history.ts';
import type { Snapshot } from '../machine/snapshot.ts';

/** What page and worker say to each other. The worker owns the log; the page gets one moment at a time. */
export type Moment = { snapshot: Omit<Snapshot, 'history'>; entry: Entry | null };

export type ToWorker =
  | { type: 'load'; url: string; spec: MachineSpec; total: number }
  /** Stop reading; what came so far is kept. */
  | { type: 'cancel' }
  /** The moment after entry `seq`. Answered once each, in order. */
  | { type: 'at'; seq: number }
  | { type: 'digest'; seq: number }
  /** What was typed up to entry `seq`, as a lab script. */
  | { type: 'script'; seq: number }
  /** Read the log again, check its hashes, fold it and carry its commands out anew. */
  | { type: 'verify'; url: string };

export type FromWorker =
  | { type: 'progress'; done: number }
  /** `isPartial`: reading was stopped before the end. */
  | { type: 'ready'; last: number; history: History; isPartial: boolean }
  | { type: 'moment'; moment: Moment }
  | { type: 'digest'; seq: number; hex: string }
  | { type: 'script'; text: string }
  | { type: 'verified'; verdict: VerifyOutcome }
  | { type: 'failed'; message: string };

export type VerifyOutcome =
  | { ok: true; seq: number; carriedOut: number; digest: string }
  /** `seq` = the first bad entry, null where none is to blame. */
  | { ok: false; seq: number | null; message: string }
  /** Stopped by the reader. */
  | { ok: null; seq: number };
