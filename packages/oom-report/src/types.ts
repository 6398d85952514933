import type { OomEnded, OomKiller, OomTableEra, OomVictim } from '@overcommit/protocol';

/** A row of the task table, as printed: pages, and bytes of page tables from 4.15 on. Null: this table has no such column. */
export type TaskRow = {
  pid: number;
  uid: number;
  name: string;
  totalVmPages: number;
  rssPages: number;
  anonPages: number | null;
  filePages: number | null;
  shmemPages: number | null;
  /** nr_ptes and nr_pmds together. */
  tablePages: number | null;
  tableBytes: number | null;
  swapPages: number | null;
  oomAdj: number | null;
  /** Null in tables before 2.6.36. */
  oomScoreAdj: number | null;
};

/** A line "…: usage 4194304kB, limit 4194304kB, failcnt 12". */
export type Usage = { usageKb: number; limitKb: number; failures: number };

/** What the report says of a control group. */
export type Group = {
  /** The group whose limit was reached. */
  path: string | null;
  memory: Usage | null;
  swap: Usage | null;
  memoryAndSwap: Usage | null;
  kernel: Usage | null;
  /** kB by the name of the counter: `cache`, `rss` (v1); `anon`, `file`, `kernel`, `shmem` … (v2). */
  statsKb: Record<string, number>;
};

export type Zone = {
  node: number;
  name: string;
  freeKb: number | null;
  minKb: number | null;
  presentKb: number | null;
  managedKb: number | null;
};

/** One event as the text gives it; `OomReport` of the protocol is its short form. */
export type Report = {
  killer: OomKiller;
  stamp: string | null;
  seconds: number | null;
  /** First and last line of the text. */
  lines: [number, number];
  kernel: string | null;
  era: OomTableEra | null;
  invokedBy: string | null;
  invokerAdj: number | null;
  gfp: string | null;
  /** Names of the flags, where the kernel prints them (4.6). */
  gfpNames: string | null;
  order: number | null;
  constraint: string | null;
  /** Nodes the request may use: `0-3`; null = any. */
  nodes: string | null;
  memsAllowed: string | null;
  /** Of the victim. */
  taskGroup: string | null;
  isGroup: boolean;
  group: Group;
  /** Counters of Mem-Info in pages. */
  memInfo: Record<string, number>;
  zones: Zone[];
  kernelStackKb: number | null;
  hugepagesKb: number;
  /** Unreclaimable slab caches, in kB, where the kernel lists them. */
  slabs: { name: string; usedKb: number }[];
  pageKb: number;
  ramPages: number | null;
  reservedPages: number | null;
  swapTotalKb: number | null;
  swapFreeKb: number | null;
  tasks: TaskRow[];
  /** Rows that are cut, and marks of rows that were left out. */
  hasRowsMissing: boolean;
  chosen: { pid: number; name: string; score: number | null } | null;
  victim: OomVictim | null;
  /** The victim stands before this event's trigger. */
  isVictimOfBefore: boolean;
  previousVictim: { pid: number; name: string } | null;
  alsoKilled: { pid: number; name: string }[];
  killsWholeGroup: boolean;
  killsAsker: boolean;
  /** By sysrq-f. */
  isBySysrq: boolean;
  isPanic: boolean;
  /** The kernel found no process that it may kill. */
  isWithoutVictim: boolean;
  hasReaped: boolean;
  other: OomEnded[];
};
