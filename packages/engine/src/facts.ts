import type { OpenedAnswer, RlimitName, SeatRole } from './commands.ts';
import type { PolicyId } from './kernels/ids.ts';
import type { Run } from './memory/runs.ts';
import type { LruList, Program, Traits, Vma, VmaKind, Watermarks } from './state.ts';

/**
 * How a victim was chosen: it had the most points of this kernel; it asked for the page (oom_kill_allocating_task,
 * OpenBSD), where `insteadOf` says that its child died; it died in the place of its parent, which had the most points; or
 * the machine's own rule gave it the most points.
 */
export type HowChosen = 'points' | 'asker' | 'child' | 'rule';

/**
 * What happened, past tense. A fact carries every number that a reader needs; it is folded by `evolve` and never re-decided.
 * The facts in this first group are what screens, graders and tests read. Those that only move memory about
 * (pages mapped, copied, swapped, freed, …) follow in `MemoryFact`.
 */
export type DecisionFact =
  /** Last fact of every entry that reached the kernel: its answer. */
  | { type: 'Answered'; result: CallResult; kind?: FailureKind; pages?: number; detail?: string }
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
      /** Whether `counted` takes part in the comparison (a strict count) or only `asked` is held against the limit. */
      isSummed?: boolean;
      /** Of a refusal: how the limit came about, in the order of the sum, e.g. RAM × ratio, + swap, − admin reserve. */
      terms?: Term[];
      /** SPEC rule and, if refused, the errno and the words for a person. */
      rule: string;
      errno?: Errno;
      /** Of a refusal: what would have changed the outcome, each by itself. */
      remedies?: StatedRemedy[];
      /** The same in words, in logs before 0.5.0: see `statedRemedies`. */
      remedy?: string;
      /** How long the caller waited for this answer, in milliseconds of the machine's time; left out = not at all. */
      waitedMs?: number;
    }
  /** A limit said no: a process's own, or the machine's of threads or of the mappings of a process. */
  | {
      type: 'RequestRefused';
      pid: number;
      process: string;
      call: string;
      what: LimitName;
      /** Of `asked`, `counted` (there before the request) and `limit`. A process has at least one thread. */
      unit: 'pages' | 'threads' | 'mappings';
      asked: number;
      counted: number;
      limit: number;
      /** Left out where the call had gone too far to answer, and the process ended instead. */
      errno?: Errno;
      rule: string;
      remedies: StatedRemedy[];
    }
  /** Staff did with this entry what only the owner of a process or of the machine may do. */
  | { type: 'Overridden'; by: string }
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
      /** The chosen process, where a child died in its place. */
      insteadOf?: { pid: number; process: string; points: number };
      /** The machine's own scoring rule, where that chose in place of the kernel's formula. */
      formula?: string;
      /** How it was chosen; left out in facts of engines before 0.5.0. */
      how?: HowChosen;
      rule: string;
    }
  /** A process slept inside a call: the killer waited, or there was no page. The entry takes no ticks. */
  | { type: 'Waited'; pid: number; process: string; call: string; milliseconds: number; why: string }
  /** AIX: SIGDANGER went to these; what their handlers did follows. Pages of paging space. */
  | { type: 'DangerSignalled'; pids: number[]; freePages: number; npswarn: number }
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
  /** Who waits for whom, from the one that closed the circle back to it, or to a thread that is gone; `words` tells a person. */
  | { type: 'DeadlockFound'; cycle: string[]; words: string }
  /** In a tick: the facts up to the next one of these are what this process's program did. `line`: the command. */
  | { type: 'ProgramActed'; pid: number; process: string; line: string }
  /** What the kernel answered to that command, where it was not `ok`. */
  | {
      type: 'ProgramRefused';
      pid: number;
      process: string;
      line: string;
      result: CallResult;
      kind?: FailureKind;
      detail?: string;
    }
  | { type: 'SeatTaken'; actor: string; uid: number; role: SeatRole }
  | {
      type: 'PredictionAsked';
      prompt: string;
      topic: string;
      about: 'victim' | 'other';
      question: string;
      choices: string[];
      by: string;
      keeper?: 'lab';
    }
  | { type: 'AnswerSealed'; prompt: string; actor: string; seal: string }
  | { type: 'PredictionClosed'; prompt: string; away?: string[] }
  | { type: 'AnswersRevealed'; prompt: string; answers: OpenedAnswer[]; right?: string; decidedAt?: number };

/**
 * Why a call failed. `refusal`: memory was asked for and not given. `error`: anything else, such as an unknown process, a
 * missing right, a caller that sleeps, one thread too many.
 */
export type FailureKind = 'refusal' | 'error';

/** A limit of a process (RLIMIT_…), of the machine's threads, of one process's mappings. */
export type LimitName = RlimitName | 'threads-max' | 'max_map_count';

/** What would have granted a request, as the kernel's rules name it. Figures that were tried out: `remediesOf`. */
export type StatedRemedy =
  /** A tunable at that value, or at a higher one. */
  | { knob: string; to: number | 'higher' }
  /** A limit of the process, in the unit of its refusal. */
  | { limit: RlimitName; to: number }
  | { more: 'swap' | 'free swap' | 'free memory' }
  /** Another way to ask. */
  | { instead: 'MAP_NORESERVE' | 'MEM_RESERVE' | 'vfork' | 'posix_spawn' | 'PSALLOC late' };

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
  | 'EPERM'
  | 'ENOENT'
  | 'ESRCH'
  | 'EINTR'
  | 'EAGAIN'
  | 'ENOMEM'
  | 'EACCES'
  | 'EFAULT'
  | 'EBUSY'
  | 'EEXIST'
  | 'EINVAL'
  | 'ENOSPC'
  | 'ERANGE'
  | 'ENOSYS'
  | 'ECHILD'
  | 'EDEADLK';
/** `ok`, an errno, the signal that an access raised, or `killed`: the acting process died before it could answer. */
export type CallResult = 'ok' | Errno | 'SIGSEGV' | 'SIGBUS' | 'killed';

/** The standard image, whose layout is `imageNamed`. */
export type ImageName = 'worker';

/** A mapping as a fact carries it; what is left out is false, 0 or null. */
export type NewVma = Run & {
  prot: string;
  kind: VmaKind;
  isAccounted?: true;
  isNoreserve?: true;
  isLocked?: true;
  object?: number;
  offset?: number;
  anon?: number;
};

/** Fresh frames for as many pages as the fact names, the lowest free ones [FR-1], paid by a control group if that is named. */
type Taken = {
  group?: string;
  /** Logs before 0.5.0 name the frames, and have facts of their own for every page table. */
  frames?: Run[];
};

/** What only moves memory and processes about. `at` is a VPN in a space, a PFN in `frames`, a slot in `slots`. */
export type MemoryFact =
  | {
      type: 'ProcessStarted';
      pid: number;
      process: string;
      ppid: number;
      uid: number;
      space: number;
      how: 'spawn' | 'fork' | 'vfork' | 'posix_spawn';
      /** Left out: its own name, 0, none. */
      comm?: string;
      oomScoreAdj?: number;
      group?: string;
      /** Kernel stack, task and the like: so many frames, or before 0.5.0 these. */
      kernelPages?: number;
      kernelFrames?: Run[];
    }
  /** `stackPages`: what its limits leave of the image's stack; left out = all of it. */
  | { type: 'SpaceMade'; space: number; image: ImageName; stackPages?: number }
  /** Logs before 0.5.0 write the image out. */
  | { type: 'SpaceMade'; space: number; vmas: NewVma[]; filePages: number; heapStart: number; brkBytes: number }
  /** Contents and mappings of `from`, shared copy-on-write, less what MADV_DONTFORK and MADV_WIPEONFORK leave out. */
  | { type: 'SpaceForked'; from: number; to: number; filePages: number }
  /** The process leaves its old space for another one; the last to leave frees it. */
  | { type: 'SpaceChanged'; pid: number; space: number; comm: string }
  | { type: 'SpaceFreed'; space: number }
  | { type: 'ChargeReleased'; pid: number; process: string; pages: number; call: string }
  | { type: 'RegionMapped'; space: number; vma: NewVma; region?: string }
  | { type: 'RegionUnmapped'; space: number; at: number; count: number; forgets?: string }
  | { type: 'RegionGrown'; space: number; at: number; count: number; region?: string; regionPages?: number }
  | { type: 'RegionMoved'; space: number; from: number; count: number; to: number; region: string }
  | { type: 'RegionChanged'; space: number; at: number; count: number; change: Partial<Omit<Vma, 'at' | 'count'>> }
  | { type: 'BrkSet'; space: number; brkBytes: number }
  | { type: 'ObjectMade'; object: number; pages: number; isAccounted: boolean }
  | { type: 'ZeroMapped'; space: number; at: number; count: number }
  /** Fresh anonymous frames under [at, at+count); what was there before (zero page, shared frame) is let go. */
  | ({
      type: 'PagesMapped';
      space: number;
      at: number;
      count: number;
      /** The mapping's first written pages: what they belong to from now on. */
      anon?: number;
    } & Taken)
  | ({ type: 'PagesCopied'; space: number; at: number; count: number } & Taken)
  /** Fresh frames for pages of a shared object. */
  | ({ type: 'ObjectFilled'; object: number; at: number; count: number; isDirty?: boolean } & Taken)
  | { type: 'ObjectMapped'; space: number; at: number; count: number; object: number; offset: number }
  | { type: 'PagesTouched'; space: number; at: number; count: number }
  /** Frames that are no longer what their slots hold give those up. */
  | { type: 'SlotsForgotten'; at: number; count: number }
  /** MADV_FREE: the frames may be dropped until the next write to them. */
  | { type: 'PagesGivenUp'; space: number; at: number; frame: number; count: number }
  | { type: 'FramesDirtied'; at: number; count: number }
  | { type: 'PagesDropped'; space: number; at: number; count: number }
  /**
   * The page tables that a range of pages still lacked, at both levels. `count` left out = 1. With a `level`: page table pages of that one (at =
   * index). Facts about fresh private pages make the tables themselves that these still lack.
   */
  | ({ type: 'TablesMade'; space: number; level?: 'lower' | 'upper'; at: number; count?: number } & Taken)
  | { type: 'TablesFreed'; space: number; level: 'lower' | 'upper'; at: number; count: number }
  | { type: 'FileMapped'; space: number; filePages: number; code?: number }
  | {
      type: 'FramesSwappedOut';
      at: number;
      count: number;
      slots: Run[];
      /** They still had these slots from an earlier stay there, and nothing was written. */
      isCached?: true;
      /** Written but still in memory, where the swap cache finds them. */
      staysCached?: true;
      /** And first to be freed. */
      isRotated?: true;
      group: string;
      mappers: { space: number; at: number }[];
      object?: number;
      objectAt?: number;
    }
  | ({
      type: 'PagesSwappedIn';
      space: number;
      at: number;
      count: number;
      /** The slots stay in use as swap cache, so that an unchanged page can be dropped again for nothing. */
      keepsSlots?: boolean;
    } & Taken)
  /** Swap entries whose pages the swap cache still had in memory. */
  | { type: 'PagesRemapped'; space: number; at: number; count: number; frame: number }
  /** Pages of a shared object that were only ever read; they read as zero again at the next access. */
  | { type: 'ObjectDropped'; object: number; at: number; count: number; mappers: { space: number; at: number }[] }
  /** The promise of dropped pages is given back. */
  | { type: 'ObjectSettled'; object: number }
  /** The swap cache frees frames without a mapping. */
  | { type: 'FramesFreed'; at: number; count: number }
  | ({ type: 'ObjectSwappedIn'; object: number; at: number; count: number } & Taken)
  /** The frames go to the young end of a list; their accessed bits are cleared. */
  | {
      type: 'FramesAged';
      at: number;
      count: number;
      list: LruList;
      isReferenced: boolean;
      mappers: { space: number; at: number }[];
    }
  /** The kernel has looked at the frames itself: referenced, and at the second time active. */
  | { type: 'FramesMarked'; at: number; count: number }
  | { type: 'ThreadStarted'; pid: number; thread: string }
  | { type: 'LockTaken'; space: number; lock: string; pid: number; thread: string }
  | { type: 'LockAwaited'; space: number; lock: string; pid: number; thread: string }
  | { type: 'LockReleased'; space: number; lock: string; next: { pid: number; thread: string } | null }
  /** Or a further signal waits for one that is stopped. */
  | { type: 'ProcessStopped'; pid: number; process: string; pending: number[] }
  | { type: 'ProcessContinued'; pid: number; process: string }
  | { type: 'ParentSuspended'; pid: number; childPid: number }
  | { type: 'ParentResumed'; pid: number }
  | { type: 'ProcessWaits'; pid: number }
  | { type: 'ProcessReaped'; pid: number }
  | { type: 'LimitSet'; pid: number; what: RlimitName; value: number }
  /** `floor`: what its owner may lower it to from now on; left out = as before. */
  | { type: 'AdjustmentSet'; pid: number; oomScoreAdj: number; floor?: number }
  | { type: 'NiceSet'; pid: number; nice: number }
  | { type: 'TraitsSet'; pid: number; traits: Traits }
  | { type: 'CpuUsed'; used: { pid: number; jiffies: number }[] }
  | { type: 'TunableSet'; name: string; value: number }
  | { type: 'WatermarksSet'; min: number; low: number; high: number }
  /** A variation goes on under another kernel from here: its settings, its marks; it remembers nothing. SPEC [VAR-2] */
  | { type: 'KernelChanged'; policy: PolicyId; tunables: Record<string, number>; watermarks: Watermarks }
  /** A variation goes on under another scoring rule from here: a setting that is text, and part of the description. */
  | { type: 'SpecSettingSet'; name: string; value: string }
  | { type: 'WatermarkBoosted'; pages: number }
  | { type: 'SwapSizeSet'; pages: number }
  | { type: 'GroupMade'; group: string }
  | { type: 'GroupSet'; group: string; file: GroupLimit | 'isOomGroup'; value: number | null | boolean }
  | { type: 'GroupJoined'; pid: number; group: string }
  | { type: 'ProgramSet'; pid: number; program: Program | null }
  /** What a program keeps for its next turn, and where its stream of random numbers stands. */
  | { type: 'ProgramKept'; pid: number; counters?: Record<string, number>; stream?: number[] }
  | { type: 'TickPassed'; tick: number }
  | { type: 'ClockSet'; isPaused: boolean; ticksPerSecond: number }
  | { type: 'KillerSet'; values: Record<string, number> }
  | { type: 'Panicked'; message: string };

export type Fact = DecisionFact | MemoryFact;

/** Limits of a control group in pages; null = max. */
export type GroupLimit = 'max' | 'high' | 'swapMax' | 'min' | 'low';
