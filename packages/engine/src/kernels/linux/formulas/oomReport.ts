import type { MemInfoStyle } from './memInfoBlock.ts';
import { formatTaskTable, type TaskRow, type TaskTableStyle } from './oomReportTable.ts';

/** How a release words its OOM report. SPEC [REP-1]..[REP-9]; the format strings are those of mm/oom_kill.c. */
export type OomReportRule = {
  /** First line: who ran out. */
  invoked:
    | 'none'
    | 'gfp'
    | 'gfp-order'
    | 'oomkilladj'
    | 'oom_adj'
    | 'both-adj'
    | 'score_adj'
    | 'flags'
    | 'flags-nodemask';
  /** `NAME cpuset=… mems_allowed=…` (2.6.29 to 4.18). */
  hasCpusetLine: boolean;
  table: TaskTableStyle;
  /** vm.oom_dump_tasks as booted: off before 2.6.36. */
  dumpsTasks: boolean;
  /** `oom-kill:constraint=…` (5.0). */
  hasConstraintLine: boolean;
  /** The choice, with its score. */
  choice: 'none' | 'and children' | 'or a child' | 'or sacrifice child';
  /** `Kill process … sharing same memory` (2.6.37 to 4.3). */
  namesSharers: boolean;
  killed: 'Out of Memory' | 'message' | 'plain' | 'vsz' | 'total-vm' | 'shmem' | 'message-shmem' | 'message-uid';
  /** The reaper reports what is left (4.6). */
  hasReaper: boolean;
  /** Nothing to kill: the text of the panic. */
  panic: string;
  /** Nothing to kill: a warning before it, and where a control group ran out in place of it (4.19). */
  saysNoVictim: boolean;
  /** The text of the panic by vm/panic_on_oom 2 and 1. */
  panicOnOom: { compulsory: string; 'system-wide': string };
  /** The Mem-Info block. */
  memInfo: MemInfoStyle | 'none';
  /** A control group's own swap is printed beside its memory. */
  hasGroupSwapLine: boolean;
  /** Allocation flags of an anonymous page as the release prints them, and their names (4.6 and later). */
  gfp: { mask: number; names: string };
};

export type ReportedProcess = {
  pid: number;
  name: string;
  uid: number;
  totalVmPages: number;
  anonRssPages: number;
  fileRssPages: number;
  shmemRssPages: number;
  pageTablesKbytes: number;
  oomScoreAdj: number;
};

export type OomReportInput = {
  invoker: { name: string; oomAdj: number; oomScoreAdj: number };
  /** Allocation flags as the release prints them, and their names (4.6 and later). */
  gfp: { mask: number; names: string };
  order: number;
  /** The Mem-Info block, or the memory counts of a control group. */
  memoryLines: readonly string[];
  tasks: readonly TaskRow[];
  /** vm.oom_dump_tasks, if set by hand. */
  dumpsTasks?: boolean;
  /** Path of the control group that is over its limit; null = the machine is out of memory. */
  cgroup: string | null;
  victimCgroup: string;
  choice: { pid: number; name: string; score: bigint | number };
  victim: ReportedProcess;
  sharers: readonly { pid: number; name: string }[];
  /** oom_kill_allocating_task is set and the asking task dies. */
  isAllocatingTask?: boolean;
};

/** The lines of one kill in the order of the kernel log. SPEC [REP-1]..[REP-8]. */
export function oomReport(report: OomReportInput, rule: OomReportRule): string[] {
  const dumps = report.dumpsTasks ?? rule.dumpsTasks;
  return [
    ...invokedLine(report, rule),
    ...(rule.hasCpusetLine ? [`${report.invoker.name} cpuset=/ mems_allowed=0`] : []),
    ...report.memoryLines,
    ...(dumps ? formatTaskTable(report.tasks, rule.table) : []),
    ...(rule.hasConstraintLine ? [constraintLine(report)] : []),
    ...choiceLine(report, rule),
    ...killLines(report, rule),
  ];
}

/** How the kernel begins its sentence: what ran out, or why this process dies. */
export function messageOf(report: Pick<OomReportInput, 'cgroup' | 'isAllocatingTask'>): string {
  if (report.cgroup !== null) return 'Memory cgroup out of memory';
  return report.isAllocatingTask ? 'Out of memory (oom_kill_allocating_task)' : 'Out of memory';
}

function invokedLine(report: OomReportInput, rule: OomReportRule): string[] {
  const { invoker, order } = report;
  const mask = `0x${report.gfp.mask.toString(16)}`;
  const head = `${invoker.name} invoked oom-killer: gfp_mask=${mask}`;
  const flags = `${head}(${report.gfp.names})`;
  const lines: Record<OomReportRule['invoked'], string[]> = {
    none: [],
    gfp: [`oom-killer: gfp_mask=${mask}`],
    'gfp-order': [`oom-killer: gfp_mask=${mask}, order=${order}`],
    oomkilladj: [`${head}, order=${order}, oomkilladj=${invoker.oomAdj}`],
    oom_adj: [`${head}, order=${order}, oom_adj=${invoker.oomAdj}`],
    'both-adj': [`${head}, order=${order}, oom_adj=${invoker.oomAdj}, oom_score_adj=${invoker.oomScoreAdj}`],
    score_adj: [`${head}, order=${order}, oom_score_adj=${invoker.oomScoreAdj}`],
    flags: [`${flags}, order=${order}, oom_score_adj=${invoker.oomScoreAdj}`],
    'flags-nodemask': [`${flags}, nodemask=(null),  order=${order}, oom_score_adj=${invoker.oomScoreAdj}`],
  };
  return lines[rule.invoked];
}

function constraintLine({ cgroup, victimCgroup, victim }: OomReportInput): string {
  const where =
    cgroup === null
      ? 'oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom'
      : `oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,oom_memcg=${cgroup}`;
  return `${where},task_memcg=${victimCgroup},task=${victim.name},pid=${victim.pid},uid=${victim.uid}`;
}

function choiceLine(report: OomReportInput, rule: OomReportRule): string[] {
  const { pid, name, score } = report.choice;
  const lines: Record<OomReportRule['choice'], string[]> = {
    none: [],
    'and children': [`Out of Memory: Kill process ${pid} (${name}) score ${score} and children.`],
    'or a child': [`${messageOf(report)}: kill process ${pid} (${name}) score ${score} or a child`],
    'or sacrifice child': [`${messageOf(report)}: Kill process ${pid} (${name}) score ${score} or sacrifice child`],
  };
  return lines[rule.choice];
}

function killLines(report: OomReportInput, rule: OomReportRule): string[] {
  const killed = killedLine(report.victim, messageOf(report), rule.killed);
  const old = rule.killed === 'Out of Memory' || rule.killed === 'message';
  // The oldest releases print the same line for every task that shares the memory; 2.6.37 to 4.3 name them otherwise.
  const each = old
    ? report.sharers.map((s) => killedLine({ ...report.victim, ...s }, messageOf(report), rule.killed))
    : [];
  const named = rule.namesSharers
    ? report.sharers.map(({ pid, name }) => `Kill process ${pid} (${name}) sharing same memory`)
    : [];
  const { pid, name } = report.victim;
  const reaped = `oom_reaper: reaped process ${pid} (${name}), now anon-rss:0kB, file-rss:0kB, shmem-rss:${kbytes(report.victim.shmemRssPages)}kB`;
  return [killed, ...each, ...named, ...(rule.hasReaper ? [reaped] : [])];
}

/** The line about a killed process in the release's words, sizes in kB. SPEC [REP-5] */
export function killedLine(victim: ReportedProcess, message: string, style: OomReportRule['killed']): string {
  const who = `process ${victim.pid} (${victim.name})`;
  const rss = `anon-rss:${kbytes(victim.anonRssPages)}kB, file-rss:${kbytes(victim.fileRssPages)}kB`;
  const sizes = `total-vm:${kbytes(victim.totalVmPages)}kB, ${rss}`;
  const all = `${sizes}, shmem-rss:${kbytes(victim.shmemRssPages)}kB`;
  const lines: Record<OomReportRule['killed'], string> = {
    'Out of Memory': `Out of Memory: Killed ${who}.`,
    message: `${message}: Killed ${who}.`,
    plain: `Killed ${who}`,
    vsz: `Killed ${who} vsz:${kbytes(victim.totalVmPages)}kB, ${rss}`,
    'total-vm': `Killed ${who} ${sizes}`,
    shmem: `Killed ${who} ${all}`,
    'message-shmem': `${message}: Killed ${who} ${all}`,
    'message-uid': `${message}: Killed ${who} ${all}, UID:${victim.uid} pgtables:${victim.pageTablesKbytes}kB oom_score_adj:${victim.oomScoreAdj}`,
  };
  return lines[style];
}

/** `Tasks in /lab are going to be killed due to memory.oom.group set` (4.19 and later). SPEC [REP-9]. */
export function oomGroupLine(cgroup: string): string {
  return `Tasks in ${cgroup} are going to be killed due to memory.oom.group set`;
}

function kbytes(pages: number): number {
  return pages * 4;
}
