/** One process as the victim choice sees it. Lists of these are in iteration order: the oldest process first. */
export type OomTask = {
  pid: number;
  /** 0 = the parent is not in the list. */
  parentPid: number;
  /** Which address space; equal numbers share one; null = none (kernel thread, or already given up). */
  memory: number | null;
  isKthread?: boolean;
  /** In exit, not gone yet. */
  isExiting?: boolean;
  /** Killed for memory before, not gone yet. */
  isVictim?: boolean;
  /** Runs swapoff. */
  isOrigin?: boolean;
  /** Its address space was reaped already. */
  isReaped?: boolean;
  /** oom_score_adj is −1000, or oom_adj −17 on 2.6. */
  isNever?: boolean;
  /** CAP_SYS_RAWIO: 2.4 sends SIGTERM. */
  hasRawIo?: boolean;
};

export type ScoredTask = { task: OomTask; points: number };

export type SentSignal = { pid: number; signal: 9 | 15 };

export type OomKill = {
  chosenPid: number;
  /** Points of the choice, before any scaling for the log. */
  chosenPoints: number;
  /** The process really killed: the choice or one of its children; null = the choice only gets on with its exit. */
  victimPid: number | null;
  /** Every signal, in order. */
  signalled: SentSignal[];
  /** Tasks that may use the memory reserves from now on. */
  givenReserves: number[];
};

/**
 * What came of one call of the OOM killer. `wait`: a victim or an exiting process exists already, the caller retries.
 * `retry-for-ever`: the choice has no memory, killing it fails, and it will be chosen again (2.6.11).
 */
export type OomOutcome =
  | { result: 'wait' }
  | { result: 'panic' }
  | ({ result: 'kill' } & OomKill)
  | ({ result: 'retry-for-ever' } & OomKill);

export const WAIT: OomOutcome = { result: 'wait' };
export const PANIC: OomOutcome = { result: 'panic' };

export const INIT_PID = 1;

/** Direct children in list order. */
export function childrenOf(parent: OomTask, tasks: readonly ScoredTask[]): ScoredTask[] {
  return tasks.filter(({ task }) => task.parentPid === parent.pid);
}
