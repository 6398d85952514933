/** Free paging-space levels of AIX, in 4 KiB pages. */
export type AixThresholds = { npswarn: number; npskill: number };

/**
 * The defaults for a machine with `totalPages` of paging space. SPEC [AIX-1].
 * Source: AIX documentation of npswarn and npskill; the npswarn formula from the AIX 4/5 Performance Guides.
 */
export function aixThresholds(totalPages: number): AixThresholds {
  const npskill = Math.max(64, Math.floor(totalPages / 128));
  return { npskill, npswarn: Math.max(512, 4 * npskill) };
}

export type AixAction = 'none' | 'warn' | 'kill';

/**
 * What a change of free paging space calls for. SPEC [AIX-2], [AIX-3]. SIGDANGER goes out once for each crossing of npswarn
 * downwards (how often a real system repeats it is not documented); killing repeats while free space is below npskill.
 */
export function aixAction(before: number, now: number, { npswarn, npskill }: AixThresholds): AixAction {
  if (now < npskill) return 'kill';
  return now < npswarn && before >= npswarn ? 'warn' : 'none';
}

export type AixProcess = {
  pid: number;
  uid: number;
  startTick: number;
  isKproc: boolean;
  handlesSigdanger: boolean;
  /** PSALLOC=early. */
  isEarly: boolean;
  pagingSpacePages: number;
};

export type AixKillRule = {
  /** Who goes first. The documents differ: the youngest (Performance Guides), or the biggest user of paging space. */
  order: 'youngest' | 'largest';
  /** Processes with a uid below this are spared; 0 spares none. */
  nokilluid: number;
  /** 2 = if all that are left handle SIGDANGER, they are killed as well. */
  lowPsHandling: 1 | 2;
};

export const AIX_KILL_DEFAULTS: AixKillRule = { order: 'youngest', nokilluid: 0, lowPsHandling: 1 };

/**
 * The next process that gets SIGKILL; null = none is eligible. SPEC [AIX-4]..[AIX-6]. Source: AIX documentation of
 * "Values for the npswarn and npskill parameters". Equals: the higher pid (the documents name no order among them).
 */
export function aixVictim(processes: readonly AixProcess[], rule: AixKillRule): AixProcess | null {
  const open = processes.filter((process) => aixExemption(process, { ...rule, lowPsHandling: 2 }) === null);
  const unaware = open.filter((process) => !process.handlesSigdanger);
  const eligible = unaware.length > 0 || rule.lowPsHandling === 1 ? unaware : open;
  return eligible.reduce<AixProcess | null>(
    (worst, p) => (worst === null || goesBefore(p, worst, rule) ? p : worst),
    null,
  );
}

/** Why a process is not killed; null = it can be. With low_ps_handling 2 a SIGDANGER handler protects only for a while. */
export function aixExemption(process: AixProcess, rule: AixKillRule): string | null {
  if (process.isKproc) return 'kernel process';
  if (process.isEarly) return 'allocates paging space early';
  if (process.uid < rule.nokilluid) return `uid below ${rule.nokilluid}`;
  return process.handlesSigdanger && rule.lowPsHandling === 1 ? 'handles SIGDANGER' : null;
}

function goesBefore(a: AixProcess, b: AixProcess, rule: AixKillRule): boolean {
  const weight = (p: AixProcess) => (rule.order === 'youngest' ? p.startTick : p.pagingSpacePages);
  return weight(a) === weight(b) ? a.pid > b.pid : weight(a) > weight(b);
}

export type PagingSpaceMode = 'late' | 'deferred' | 'early';

/** When a page takes its slot of paging space. SPEC [AIX-7]. */
export function takesSlotAt(mode: PagingSpaceMode): 'first touch' | 'page-out' | 'allocation' {
  const moments = { late: 'first touch', deferred: 'page-out', early: 'allocation' } as const;
  return moments[mode];
}

/** A fork that finds no paging space is tried again five times, 10 clock ticks of 10 ms apart. SPEC [AIX-8]. */
export const AIX_FORK_RETRY = { tries: 5, intervalMs: 100 };
