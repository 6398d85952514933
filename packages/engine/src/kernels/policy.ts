import type { Verb } from '../commands.ts';
import type { Candidate, Errno, HowChosen, StatedRemedy, Term } from '../facts.ts';
import type { AddressSpace, Machine, Process, VmaKind, Watermarks } from '../state.ts';
import type { PolicyId } from './ids.ts';
import type { System } from './system.ts';

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
  /** Slept before the answer, in milliseconds. */
  waitedMs?: number;
};

/** Slots in pages. `used`: taken, written or not; below `npswarn` free ones the kernel warns, below `npskill` it kills (0 = never). */
export type PagingSpaceUse = { total: number; used: number; npswarn: number; npskill: number };

export type MappingKind = { kind: VmaKind; prot: string; isNoreserve: boolean };

/**
 * What points are: pages that a process holds (so that a page less is a point less), the tick at which it started (the
 * youngest goes first), or a number without a unit.
 */
export type PointsUnit = 'pages' | 'ticks' | 'points';

export type KillScope = { group: string | null; pages: number };

/** What the machine's own scoring rule chooses: its table and the victim in it. SPEC [RULE-3] */
export type OwnChoice = { candidates: Candidate[]; victim: Candidate };

/** Nothing is left to reclaim, and a process needs a page. */
export type Shortage = {
  requester: Process;
  call: string;
  /** The control group at its limit; null = the machine. */
  group: string | null;
  /** RAM and swap, or the group's limit, in pages. */
  pages: number;
  /** Null without a rule, and where the kernel exempts every process. */
  ownChoice: () => OwnChoice | null;
};

/** `memory`: what the kernel remembers from now on (`Machine.killer`). */
export type Patience = { waited?: { milliseconds: number; why: string }; memory?: Record<string, number> };

/** The kernel kills. */
export type KillResponse = Patience & {
  outcome: 'kill';
  candidates: Candidate[];
  /** The one that came first; the victim where no child dies in its place. */
  chosen: Candidate;
  victim: Candidate;
  how: Exclude<HowChosen, 'child'>;
  /** Every signal in order, the victim's among them. */
  signals: { pid: number; signal: number }[];
  lines: string[];
  rule: string;
};

/** What a kernel does about a shortage. */
export type ShortageResponse =
  | KillResponse
  | (Patience & { outcome: 'panic'; lines: string[]; message: string })
  /** No process is killed: the one that needs the page sleeps, and the command ends there. */
  | (Patience & { outcome: 'stall'; why: string; lines?: string[] });

/** What a kernel that watches its paging space does next; called again until it has nothing more to do. */
export type Alarm =
  | { outcome: 'warn'; pids: number[]; freePages: number; npswarn: number; memory: Record<string, number> }
  | { outcome: 'note'; memory: Record<string, number> }
  | KillResponse;

/**
 * One kernel's ways. A policy decides and explains; it never changes the machine.
 * Adding a kernel = one file like `bsd/openbsd.ts` and a row in the registry.
 */
export type Policy = {
  id: PolicyId;
  /** As a person would say it, e.g. "Linux 6.1". */
  name: string;
  summary: string;
  /** Its words and files. */
  system: System;
  /** Whether a mapping counts as promised from the start, and so is charged by its size. */
  accounts: (m: Machine, mapping: MappingKind) => boolean;
  /** Whether MAP_NORESERVE is honoured, for private and for shared memory. */
  honoursNoreserve: (m: Machine, isShared?: boolean) => boolean;
  /** First access to a page of private memory under MAP_NORESERVE: a charge of its own, a bad address, or nothing (left out). */
  noreserveTouch?: 'reserves' | 'faults';
  /** Whether mappings that were made read-only are charged when they become writable. */
  chargesOnMprotect: boolean;
  decideCharge: (m: Machine, request: ChargeRequest) => ChargeVerdict;
  /** The limit for every caller, in pages: what the system shows, and what `decideCharge` goes by but for what it keeps back. */
  commitLimit: (m: Machine) => number;
  /** How `limit` comes about now, and whether anything is refused by it. */
  isStrict: (m: Machine) => boolean;
  /** [PR-3] null: this system has no such call (ENOSYS). `mappings`: one charge each; `space`: one for the whole space. */
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
  /** The steps of the formula in the kernel's order, as their terms' labels begin or end; left out = each candidate has every term. */
  formulaSteps?: readonly string[];
  /** Labels of a candidate's terms that are not memory it holds, where the others are. Left out = none. */
  adjustingTerms?: readonly string[];
  /** Its points count shared objects in full for every mapper: more than a process holds (left out = no). */
  weighsWholeObjects?: true;
  hasOomScore: boolean;
  /** Choice, signals and words on a shortage. */
  shortageResponse: (m: Machine, shortage: Shortage) => ShortageResponse;
  /** Verbs by which a process is made more or less likely to die; the others answer ENOSYS. */
  knobs: readonly Verb[];

  // The following fields are left out for a kernel without the feature.

  /** What it prints when it refuses a request, as lines of its log. */
  refusalLines?: (process: Process, pages: number) => string[];
  /** RLIMIT_MEMLOCK as a process starts with it, bytes; left out = 8 MiB. */
  memlockBytes?: number;
  /** RLIMIT_DATA is about the heap only, not about mappings. */
  dataIsHeap?: true;
  /** A shortage while swap is emptied ends the process that empties it, and no other. */
  swapOffDies?: true;

  /** Tunables at boot, made from those of Linux 6.1; left out = these. */
  tunables?: (standard: Record<string, number>) => Record<string, number>;
  /** The largest value of each tunable that has one. */
  maxima?: Record<string, number>;
  /** Free-memory marks of a machine of this size. @param minFreeKbytes vm/min_free_kbytes, where that is set by hand */
  watermarks?: (ramPages: number, minFreeKbytes?: number, scaleFactor?: number) => Watermarks;
  /** Who would be chosen and who would die now, where those can differ; null = none. */
  wouldKill?: (m: Machine, scope: KillScope) => { chosenPid: number; victimPid: number } | null;
  /** What runs out there is paging space: the slots and the marks of the kernel. */
  pagingSpace?: (m: Machine) => PagingSpaceUse;
  /** Looked at after every stretch of accesses, command and tick. */
  pagingSpaceAlarm?: (m: Machine, ownChoice: Shortage['ownChoice']) => Alarm | null;
  /** The most pages that one process may touch afresh before `pagingSpaceAlarm` must be asked again; 0 = none can be had. */
  touchable?: (m: Machine, process: Process) => number;
  /** Once nothing can be reclaimed the watermarks stay raised by a page block. SPEC [RC-7] */
  boostsWatermarks?: boolean;
  /** Processor time is counted, because the killer asks for it. */
  countsCpu?: boolean;
  /** Control groups with a memory limit exist (left out = yes). */
  hasGroups?: boolean;
};
