/** Who ended a process for want of memory. */
export type OomKiller = 'kernel' | 'earlyoom' | 'systemd-oomd' | 'android lowmemorykiller' | 'kubelet';

/** Columns of the kernel's task table, by the release that brought them: see `OomReport.era`. */
export type OomTableEra = 'A' | 'B' | 'C' | 'D' | 'E';

/** A process that a report names. */
export type OomVictim = {
  pid: number;
  name: string;
  /** The score in the line "Kill process … score …" (up to 5.1): points up to 2.6.35, thousandths later. */
  score: number | null;
  totalVmKb: number | null;
  anonRssKb: number | null;
  fileRssKb: number | null;
  shmemRssKb: number | null;
  /** oom_score_adj, from the line of the kill or from the table. */
  adj: number | null;
};

export type OomEnded = { what: string; pid: number | null; because: string | null };

/** What a report of `overcommit oom --json` may lack. */
export type OomMissing = 'invoked line' | 'task table' | 'kill line' | 'RAM or group limit' | 'kernel release';

/**
 * One event of a text: what `overcommit oom FILE --json` prints in `{"reports": […]}`. A figure is null where the text does not
 * say it. All sizes are kB as printed, but `totalRamKb`.
 */
export type OomReport = {
  killer: OomKiller;
  /** The release as printed: `3.10.0-514.6.1.el7.x86_64`. Events of one text share it. */
  kernel: string | null;
  /**
   * Columns of the task table: A `cpu oom_adj`, B `nr_ptes swapents` (3.6), C `nr_pmds` (4.0), D `pgtables_bytes` (4.15),
   * E `rss_anon rss_file rss_shmem` (6.8). Null: no table.
   */
  era: OomTableEra | null;
  /** As in the line `oom-kill:constraint=…` (5.0): CONSTRAINT_NONE, CONSTRAINT_CPUSET, CONSTRAINT_MEMORY_POLICY, CONSTRAINT_MEMCG. */
  constraint: string | null;
  /** The process whose request could not be met. */
  invokedBy: string | null;
  /** Flags of that request, in hexadecimal as printed. */
  gfp: string | null;
  /** That request asked for 2^order pages; −1: a person asked by sysrq-f. */
  order: number | null;
  /** (pages of RAM − reserved pages) × page size. */
  totalRamKb: number | null;
  swapTotalKb: number | null;
  swapFreeKb: number | null;
  groupLimitKb: number | null;
  /** Whole rows of the task table. */
  tasks: number;
  /** The process that the kernel killed; null for other killers, see `ended`. */
  victim: OomVictim | null;
  /**
   * Killed before this event's first line, by an event whose own report is not in the text. If `victim` is the same process, the
   * text knows no other kill.
   */
  previousVictim: { pid: number; name: string } | null;
  /** Other lines of killed processes in this event: the rest of a control group, or sharers of the victim's memory. */
  alsoKilled: number[];
  isPanic: boolean;
  /** What a killer other than the kernel's ended: a process, a control group or a pod, and why in its own words. Empty for the kernel. */
  ended: OomEnded[];
  /** The process that the release's formula puts first in this table; points as that release counts: pages, or thousandths (2.6.36 to 3.4). */
  chosenByFormula: { pid: number; points: number } | null;
  /** The trigger, the table, the kill and the size of the memory are all there. */
  isComplete: boolean;
  missing: OomMissing[];
};

export type OomReports = { reports: OomReport[] };
