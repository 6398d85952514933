import type { PagingSpaceUse } from '../kernels/policy.ts';

/** What pure queries on a machine answer: plain data for screens, graders and tests. All sizes in pages unless named otherwise. */

export type RegionView = {
  name: string;
  startVpn: number;
  pages: number;
  prot: string;
  kind: 'private' | 'shared' | 'heap' | 'stack' | 'image';
  residentPages: number;
  swapPages: number;
};

export type ProcessView = {
  pid: number;
  name: string;
  ppid: number;
  uid: number;
  /** Actor whose uid this is; null for the system's own. */
  owner: string | null;
  state: 'running' | 'waiting' | 'suspended' | 'blocked' | 'exiting';
  /** In words, e.g. "waits for its vfork child sh". */
  stateNote?: string;
  program: string | null;
  vszPages: number;
  rssPages: number;
  anonPages: number;
  filePages: number;
  /** Proportional set size, rounded down. */
  pssPages: number;
  /** Resident pages that other processes map too. */
  sharedPages: number;
  swapPages: number;
  tablePages: number;
  chargedPages: number;
  oomScore: number | null;
  /** By the rule in force: the machine's own, or its kernel's. Null = cannot be chosen. */
  points: number | null;
  oomScoreAdj: number;
  /** 1 = would be killed if the killer struck now; null = exempt or this kernel has no killer. */
  rank: number | null;
  /** Pages by which the next victim leads this process (0 for the next victim itself). */
  marginPages: number | null;
  exempt?: string;
  regions: RegionView[];
};

export type CommitView = {
  committedPages: number;
  /** For every caller; what is kept back from some is not taken off. */
  limitPages: number;
  isEnforced: boolean;
  ramPages: number;
  swapTotalPages: number;
  swapUsedPages: number;
  freePages: number;
  /** Kernel, page tables and slab. */
  kernelPages: number;
  filePages: number;
  /** What runs out on a kernel that watches its paging space; null on all others. */
  pagingSpace: PagingSpaceUse | null;
  /** Adds up to `committedPages`. A shared object counts for its oldest mapper; null = what was promised at boot, and what has no owner. */
  byOwner: { owner: string | null; promisedPages: number }[];
};

export type FrameKind = 'free' | 'kernel' | 'tables' | 'file' | 'anon' | 'shm' | 'swap';
/** What a page can be said to be: equal ones are one class, however many runs they lie in. */
export type FrameClass = {
  kind: FrameKind;
  isInSwap: boolean;
  /** Actor and process of the oldest mapper; null for free, kernel and file. */
  owner: string | null;
  pid: number | null;
  pages: number;
  /** Of these, how many more than one process maps. */
  sharedPages: number;
};
/**
 * All RAM in frame order, then all swap slots, as runs of equal pages, in columns: a machine in pieces has as many runs
 * as pages. Positions are frame numbers; slot n is at position ramPages + n.
 */
export type FrameMapView = {
  ramPages: number;
  swapPages: number;
  classes: FrameClass[];
  /** Where each run begins, and at the end ramPages + swapPages. */
  starts: Uint32Array;
  /** Index into `classes` of each run. */
  classOf: Uint32Array;
  /** Processes that map the pages of each run. */
  mappers: Uint32Array;
};
