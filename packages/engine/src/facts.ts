import type { PolicyId } from './policies/ids.ts';
import type { SeatRole } from './commands.ts';

/**
 * What happened, past tense. A fact carries every number that a reader needs; it is folded by `evolve` and never re-decided.
 * The facts in this first group are what screens, graders and tests read. Those that only move memory about
 * (pages mapped, copied, swapped, freed, …) follow in `MemoryFact`.
 */
export type DecisionFact =
  /** Last fact of every entry that reached the kernel: its answer. */
  | { type: 'Answered'; result: CallResult; pages?: number; detail?: string }
  | {
      type: 'ChargeDecided';
      pid: number;
      process: string;
      call: string;
      isGranted: boolean;
      /** All in pages. `counted` is what was promised before the request; `limit` null = not enforced. */
      asked: number;
      counted: number;
      limit: number | null;
      /** How the limit came about, in the order of the sum, e.g. RAM × ratio, + swap, − admin reserve. */
      terms: Term[];
      /** SPEC rule and, if refused, the errno and the words for a person. */
      rule: string;
      errno?: Errno;
      /** The knob that would have changed the outcome, in words. */
      remedy?: string;
    }
  | {
      type: 'VictimChosen';
      /** Who asked for the page that was not there. */
      trigger: { pid: number; process: string; call: string };
      scope: 'machine' | { cgroup: string };
      policy: PolicyId;
      candidates: Candidate[];
      victim: { pid: number; process: string; points: number };
      /** Null without another candidate. `pages`: how many fewer pages held by the victim would have saved it. */
      runnerUp: { pid: number; process: string; marginPages: number } | null;
      rule: string;
    }
  | {
      type: 'ProcessEnded';
      pid: number;
      process: string;
      uid: number;
      cause: 'exit' | 'signal' | 'oom-kill';
      /** Exit code or signal number. */
      status: number;
    }
  | { type: 'KernelSaid'; lines: string[] }
  | { type: 'SeatTaken'; actor: string; uid: number; role: SeatRole };

export type Term = { label: string; pages: number };
export type Candidate = {
  pid: number;
  process: string;
  uid: number;
  /** In the order of that kernel's formula; they sum (or are otherwise stated) to `points`. */
  terms: { label: string; value: number }[];
  points: number;
  /** What /proc/PID/oom_score would show; null where that kernel has no such file. */
  oomScore: number | null;
  /** Why it cannot be chosen; absent = eligible. */
  exempt?: string;
};

export type Errno =
  | 'EPERM' | 'ENOENT' | 'ESRCH' | 'EINTR' | 'EAGAIN' | 'ENOMEM' | 'EACCES' | 'EFAULT' | 'EBUSY' | 'EEXIST' | 'EINVAL' | 'ENOSPC'
  | 'ERANGE' | 'ENOSYS' | 'ECHILD' | 'EDEADLK';
/** `ok`, an errno, the signal that an access raised, or `killed`: the acting process died before it could answer. */
export type CallResult = 'ok' | Errno | 'SIGSEGV' | 'SIGBUS' | 'killed';

/** What only moves memory and processes about. */
export type MemoryFact = never;

export type Fact = DecisionFact | MemoryFact;
