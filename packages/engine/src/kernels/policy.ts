import type { Verb } from '../commands.ts';
import type { Candidate, Errno, StatedRemedy, Term } from '../facts.ts';
import type { AddressSpace, Machine, Process, VmaKind, Watermarks } from '../state.ts';
import type { PolicyId } from './ids.ts';

export type ChargeRequest = {
  process: Process;
  /** Whose size the per-process margin is taken from; null = no address space yet. */
  space: AddressSpace | null;
  pages: number;
  call: string;
};

/** A grant or a refusal with its arithmetic, all in pages; `limit` null = not enforced. */
export type ChargeVerdict = {
  isGranted: boolean;
  counted: number;
  limit: number | null;
  isSummed: boolean;
  terms: Term[];
  rule: string;
  remedies?: StatedRemedy[];
  remedy?: string;
  /** Slept before the answer, in milliseconds. */
  waitedMs?: number;
};

export type MappingKind = { kind: VmaKind; prot: string; isNoreserve: boolean };

/**
 * What points are: pages that a process holds (so that a page less is a point less), the tick at which it started (the
 * youngest goes first), or a number without a unit.
 */
export type PointsUnit = 'pages' | 'ticks' | 'points';

export type KillScope = { group: string | null; pages: number };

/** Nothing is left to reclaim, and somebody needs a page. `pages`: RAM and swap, or the group's limit. */
export type Shortage = { requester: Process; call: string; group: string | null; pages: number };

/** What a kernel does about a shortage. `memory`: what it remembers from now on (`Machine.killer`). */
export type Strike = { waited?: { milliseconds: number; why: string }; memory?: Record<string, number> } & (
  | {
      outcome: 'kill';
      candidates: Candidate[];
      /** Who came first by points; the victim where no child dies in its place. */
      chosen: Candidate;
      victim: Candidate;
      /** Every signal in order, the victim's among them. */
      signals: { pid: number; signal: number }[];
      lines: string[];
      rule: string;
    }
  | { outcome: 'panic'; lines: string[]; message: string }
  /** Nobody is killed: the one who needs the page sleeps, and the command ends there. */
  | { outcome: 'stall'; why: string }
);

/** What a kernel that watches its paging space does next; called again until it has nothing more to do. */
export type Alarm =
  | { outcome: 'warn'; pids: number[]; freePages: number; npswarn: number; memory: Record<string, number> }
  | { outcome: 'note'; memory: Record<string, number> }
  | Extract<Strike, { outcome: 'kill' }>;

/**
 * One kernel's ways. A policy decides and explains; it never changes the machine.
 * Adding a kernel = one file like `linux/linux61.ts` and a row in the registry.
 */
export type Policy = {
  id: PolicyId;
  /** As a person would say it, e.g. "Linux 6.1". */
  name: string;
  summary: string;
  /** Whether a mapping counts as promised from the start, and so is charged by its size. */
  accounts: (m: Machine, mapping: MappingKind) => boolean;
  /** Whether MAP_NORESERVE is honoured, for private and for shared memory. */
  honoursNoreserve: (m: Machine, isShared?: boolean) => boolean;
  /** First access to a page of private memory under MAP_NORESERVE: a charge of its own, a bad address, or nothing (left out). */
  noreserveTouch?: 'reserves' | 'faults';
  /** Whether mappings that were made read-only are charged when they become writable. */
  chargesOnMprotect: boolean;
  decideCharge: (m: Machine, request: ChargeRequest) => ChargeVerdict;
  /** The figure that the system shows as its limit, in pages. */
  commitLimit: (m: Machine) => number;
  /** How `limit` comes about now, and whether anything is refused by it. */
  isStrict: (m: Machine) => boolean;
  /** [PR3] null: this system has no such call (ENOSYS). `mappings`: one charge each; `space`: one for the whole space. */
  fork: 'mappings' | 'space' | 'free' | null;
  vfork: 'free' | 'fork' | null;
  /** Whether vfork stops all threads of the parent, or only the one that calls it. */
  vforkStopsThreads?: boolean;
  refusalErrno: (call: string) => Errno;
  /** What a page that is not there leads to. */
  onShortage: 'kill-victim' | 'kill-faulter' | 'wait';
  /** All processes with their terms and points, in the order in which this kernel looks at them. */
  candidates: (m: Machine, scope: KillScope) => Candidate[];
  /** The pick among the candidates: equal points go to the last or the first looked at. */
  tie: 'first' | 'last';
  pointsIn: PointsUnit;
  hasOomScore: boolean;
  /** Which rule chose, for the fact. */
  killRule: string;

  // What follows is left out where a kernel does as Linux 6.1 does.

  /** Tunables at boot, made from Linux's of today. */
  tunables?: (standard: Record<string, number>) => Record<string, number>;
  /** The largest value of each tunable that has one. */
  maxima?: Record<string, number>;
  /** Free-memory marks of a machine of this size. @param minFreeKbytes vm/min_free_kbytes, where that is set by hand */
  watermarks?: (ramPages: number, minFreeKbytes?: number, scaleFactor?: number) => Watermarks;
  /** Choice, signals and words of its own on a page shortage. */
  strike?: (m: Machine, shortage: Shortage) => Strike;
  /** Who would be chosen and who would die now, where those can differ; null = nobody. */
  wouldKill?: (m: Machine, scope: KillScope) => { chosenPid: number; victimPid: number } | null;
  /** Looked at after every stretch of accesses, command and tick. */
  watch?: (m: Machine) => Alarm | null;
  /** The most pages that one process may touch afresh before `watch` must look again; 0 = none can be had. */
  touchable?: (m: Machine, process: Process) => number;
  /** Verbs by which a process is made more or less likely to die; the others answer ENOSYS. */
  knobs?: readonly Verb[];
  /** Processor time is counted, because the killer asks for it. */
  countsCpu?: boolean;
  /** Control groups with a memory limit exist (left out = yes). */
  hasGroups?: boolean;
};
