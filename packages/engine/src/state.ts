import type { Command, ProgramName, RlimitName, SeatRole } from './commands.ts';
import type { Pieces } from './memory/pieces.ts';
import type { Run } from './memory/runs.ts';
import type { MachineSpec } from './spec.ts';

/** What a physical frame holds. Free frames are the gaps between runs. */
export type FrameUse = 'kernel' | 'tables' | 'file' | 'anon' | 'shm';
/** LRU list of a frame; `none`: the kernel's own, never reclaimed. */
export type LruList = 'none' | 'inactive' | 'active' | 'unevictable';

/**
 * Frames [at, at+count) in PFNs. `stamp` is the age of the first frame, one more each further frame: a list's order is
 * the order of stamps, so that taking a frame off its list is forgetting it. `slot` is the first swap slot kept in the
 * swap cache, -1 = none. `group` is the control group that pays.
 */
export type FrameRun = Run & {
  use: FrameUse;
  shares: number;
  list: LruList;
  stamp: number;
  isReferenced: boolean;
  /** Written since it was made; a page of a shared object that was only read is not. */
  isDirty: boolean;
  slot: number;
  group: string;
};

/** Used swap slots. `refs`: page table entries that name the slot, plus one while the swap cache holds its page. */
export type SlotRun = Run & { refs: number; isCached: boolean; group: string };

/** Contents of an address range (at = VPN). `ref`: first PFN (`frames`: private, `shm`: a shared object's) or first slot; 0 for the zero page. */
export type ContentRun = Run & {
  state: 'zero' | 'frames' | 'shm' | 'swap';
  ref: number;
  /** The accessed bit of the page table entries. */
  isYoung: boolean;
};

export type VmaKind = 'image' | 'heap' | 'stack' | 'anon' | 'shared';
/** A mapping (at = first VPN). Contents: see the space's `pages`. */
export type Vma = Run & {
  prot: string;
  kind: VmaKind;
  isAccounted: boolean;
  isNoreserve: boolean;
  isLocked: boolean;
  isDontFork: boolean;
  isWipeOnFork: boolean;
  /** Shared memory object and the page of it that `at` shows; null for private mappings. */
  object: number | null;
  offset: number;
  /** Which anonymous pages belong together (the kernel's anon_vma), once one was written; by number, within its space. */
  anon?: number;
  /** It came with those from the parent of its process. */
  isCloned?: true;
  /** Written memory that mremap has moved goes on counting its pages from where it was: by how much that is off. */
  shift?: number;
};

/** Page table pages (at = index of the 2 MiB range, or of the 1 GiB range for the level above); `ref`: first PFN. */
export type TableRun = Run & { ref: number };

export type Waiter = { pid: number; thread: string };
/** A user-level lock that is held. */
export type Lock = { name: string; pid: number; thread: string; waiters: Waiter[] };

export type AddressSpace = {
  id: number;
  users: number;
  vmas: Vma[];
  pages: ContentRun[];
  tables: TableRun[];
  upperTables: TableRun[];
  /** Pages of the image that are mapped from the page cache. */
  filePages: number;
  /** Which parts of the image's code a forked child has come to (bits of `IMAGE_WINDOWS`); left out = none. */
  code?: number;
  heapStart: number;
  /** The program break in bytes, above `heapStart` × 4096. */
  brkBytes: number;
  regions: Record<string, Run>;
  locks: Lock[];
};

export type ShmObject = {
  id: number;
  pages: number;
  isAccounted: boolean;
  /** Pages that were dropped unwritten and are still promised, until the object is filled again. */
  owed: number;
  /** at = page of the object. */
  contents: ContentRun[];
};

export type ProcessState = 'running' | 'waiting' | 'suspended' | 'blocked' | 'zombie';
/** A program acts at each tick. `args`: sizes in bytes, else plain numbers; `actedAt`: tick of its last command; `counters`: what it keeps from turn to turn. */
export type Program = {
  name: ProgramName;
  args: Record<string, number>;
  startTick: number;
  actedAt: number;
  counters: Record<string, number>;
  body: Command[];
  repeat: number;
};

/** What only some kernels ask about a process; what is left out was never set. */
export type Traits = {
  /** Processor time used, in hundredths of a second; kept only under kernels whose killer asks for it. */
  cpuJiffies?: number;
  /** Capabilities given or dropped by name; the others go by the uid (root has all). */
  caps?: Record<string, boolean>;
  /** Linux: what root last set oom_score_adj to, and its owner may lower it to again. */
  adjFloor?: number;
  /** Linux 2.6.11 to 2.6.35: -17 to 15. */
  oomAdj?: number;
  /** FreeBSD protect(1). */
  isProtected?: boolean;
  /** AIX: what the handler of SIGDANGER does; none = the signal is ignored and does not protect. */
  sigdanger?: 'ignore' | 'exit' | 'release';
  /** AIX PSALLOC in the environment, in force from the next exec on. */
  psalloc?: 'early' | 'late';
  /** AIX: allocates its paging space early; left out = as the system does by default. */
  isEarly?: boolean;
  /** Stopped by SIGSTOP: which signals wait for it to go on. */
  stop?: { pending: number[] };
};

export type Process = {
  pid: number;
  name: string;
  /** The name the kernel prints: a vfork child keeps its parent's. */
  comm: string;
  ppid: number;
  uid: number;
  /** Null once it is a zombie. */
  space: number | null;
  state: ProcessState;
  /** Pid of the vfork child that this process waits for, or 0. */
  waitsFor: number;
  isVforkChild: boolean;
  oomScoreAdj: number;
  nice: number;
  startTick: number;
  limits: Partial<Record<RlimitName, number>>;
  group: string;
  /** Kernel stack, task and the like (at = PFN). */
  kernelFrames: Run[];
  /** Exit code or signal of a zombie. */
  status: number;
  program: Program | null;
  /** Threads beside the first one. */
  threads: string[];
  traits: Traits;
};

export type ControlGroup = {
  name: string;
  /** Pages; null = max. */
  max: number | null;
  high: number | null;
  swapMax: number | null;
  isOomGroup: boolean;
  /** Pages that a shortage elsewhere does not take: never, and while something else can be taken; left out = 0. */
  min?: number;
  low?: number;
  /** Pages charged. */
  usage: number;
  swapUsage: number;
};

export type Seat = { actor: string; uid: number; role: SeatRole };

/** A question that was put and whose answers are not opened yet. */
export type OpenPrediction = {
  prompt: string;
  topic: string;
  about: 'victim' | 'other';
  question: string;
  choices: string[];
  by: string;
  keeper?: 'lab';
  /** The entry that put it. */
  askedAt: number;
  isClosed: boolean;
  /** Each actor's last one. */
  seals: { actor: string; seal: string }[];
};

export type Watermarks = { min: number; low: number; high: number };

/** The whole simulated computer. Integers, strings and booleans only; everything else is derived. */
export type Machine = {
  spec: MachineSpec;
  /** Number of the last entry folded. */
  seq: number;
  tick: number;
  isPaused: boolean;
  ticksPerSecond: number;
  ramPages: number;
  swapPages: number;
  /** What was in use when the machine had come up, init included; part of the frames of the kernel. Pages. */
  atBoot: { anon: number; slab: number; tables: number; stacks: number; locked: number; committed: number };
  watermarks: Watermarks;
  /** What falling back to foreign page blocks adds to all three while background reclaim is at a loss. Pages. */
  boost: number;
  /** Zero pages that one process may map where a host keeps the machine; null = as on real hardware. SPEC [CAL-6]. */
  hostZeroPages: number | null;
  tunables: Record<string, number>;
  /** Pages promised. */
  committed: number;
  freeFrames: number;
  /** In pieces: see `memory/pieces.ts`. */
  frames: Pieces<FrameRun>;
  slots: SlotRun[];
  /** Next LRU stamp. */
  clock: number;
  spaces: AddressSpace[];
  objects: ShmObject[];
  processes: Process[];
  groups: ControlGroup[];
  seats: Seat[];
  /** Left out where none is open: what was opened leaves no trace here. SPEC [PRD-6] */
  predictions?: OpenPrediction[];
  /** Where each stream of random numbers stands that was ever drawn from (xoroshiro128+), by the name of who draws. */
  streams: Record<string, number[]>;
  nextPid: number;
  nextSpace: number;
  nextObject: number;
  /** What a kernel's killer remembers between its strikes. */
  killer: Record<string, number>;
  panic: string | null;
};
