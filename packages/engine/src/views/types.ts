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
  /** Resident pages that somebody else maps too. */
  sharedPages: number;
  swapPages: number;
  tablePages: number;
  chargedPages: number;
  oomScore: number | null;
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
  limitPages: number;
  isEnforced: boolean;
  ramPages: number;
  swapTotalPages: number;
  swapUsedPages: number;
  freePages: number;
  /** Kernel, page tables and slab. */
  kernelPages: number;
  filePages: number;
  byOwner: { owner: string | null; promisedPages: number; usedPages: number }[];
};

export type FrameKind = 'free' | 'kernel' | 'tables' | 'file' | 'anon' | 'shm' | 'swap';
/** A run of equal frames, in frame order; RAM first, then swap slots. */
export type FrameRun = {
  first: number;
  count: number;
  kind: FrameKind;
  isInSwap: boolean;
  /** Owner and process of the first mapper; null for free, kernel and file. */
  owner: string | null;
  pid: number | null;
  mappers: number;
};
export type FrameMapView = { ramPages: number; swapPages: number; runs: FrameRun[] };
