import { totalOf } from '../../memory/runs.ts';
import type { ControlGroup, Machine, Process } from '../../state.ts';
import { freeSwap, heldBy, living, machineUse } from '../measure.ts';
import type { Shortage } from '../policy.ts';
import type { LinuxEra } from './eraRules.ts';
import { groupUseLines, memInfoBlock } from './formulas/memInfoBlock.ts';
import { killedLine, messageOf, oomGroupLine, oomReport, type ReportedProcess } from './formulas/oomReport.ts';
import type { TaskRow } from './formulas/oomReportTable.ts';
import type { OomKill } from './formulas/oomTask.ts';
import { reportedScore } from './formulas/reportedScore.ts';

type Report = { shortage: Shortage; era: LinuxEra; outcome: OomKill; takesOwn: boolean };

/** [KL-13] What the release prints about this kill. `takesOwn`: by oom_kill_allocating_task. */
export function killReport(m: Machine, { shortage, era, outcome, takesOwn }: Report): string[] {
  const { requester, group } = shortage;
  const victim = find(m, outcome.victimPid ?? outcome.chosenPid);
  const chosen = find(m, outcome.chosenPid);
  const dumps = m.tunables['vm/oom_dump_tasks'];
  const sharers = outcome.signalled
    .filter((s) => s.pid !== victim.pid)
    .map((s) => ({ pid: s.pid, name: find(m, s.pid).comm }));
  return oomReport(
    {
      invoker: { name: requester.comm, oomAdj: requester.traits.oomAdj ?? 0, oomScoreAdj: requester.oomScoreAdj },
      gfp: era.report.gfp,
      order: 0,
      memoryLines: memoryLines(m, group, era),
      tasks: living(m, group).map((process) => row(m, process)),
      ...(dumps === undefined ? {} : { dumpsTasks: dumps !== 0 }),
      cgroup: pathOf(group),
      victimCgroup: pathOf(victim.group) ?? '/',
      choice: {
        pid: chosen.pid,
        name: chosen.comm,
        score: reportedScore(outcome.chosenPoints, shortage.pages, era.scores.reported),
      },
      victim: reported(m, victim),
      sharers,
      isAllocatingTask: takesOwn,
    },
    era.report,
  );
}

type GroupKill = { group: string; members: readonly { pid: number }[]; shortage: Shortage; era: LinuxEra };

/** [KL-12] The announcement of memory.oom.group, and a line for each member, the victim among them once more. */
export function groupReport(m: Machine, { group, members: pids, shortage, era }: GroupKill): string[] {
  const message = messageOf({ cgroup: pathOf(shortage.group), isAllocatingTask: false });
  const members = pids.map(({ pid }) => killedLine(reported(m, find(m, pid)), message, era.report.killed));
  return [oomGroupLine(pathOf(group) ?? '/'), ...members];
}

function find(m: Machine, pid: number): Process {
  return m.processes.find((p) => p.pid === pid) as Process;
}

function pathOf(group: string | null): string | null {
  return group === null || group === '' ? null : `/${group}`;
}

/** [KL-14] What a group uses of its limit, or the machine's Mem-Info. */
function memoryLines(m: Machine, name: string | null, { report }: LinuxEra): string[] {
  if (report.memInfo === 'none') return [];
  const group = m.groups.find((g) => g.name === name) as ControlGroup | undefined;
  return group ? groupUseLines(group, report.hasGroupSwapLine) : memInfoBlock(counts(m), report.memInfo);
}

function reported(m: Machine, process: Process): ReportedProcess {
  const held = heldBy(m, process);
  return {
    pid: process.pid,
    name: process.comm,
    uid: process.uid,
    totalVmPages: held.vm,
    anonRssPages: held.anon,
    fileRssPages: held.file,
    shmemRssPages: held.shm,
    pageTablesKbytes: (held.tables + held.upperTables) * 4,
    oomScoreAdj: process.oomScoreAdj,
  };
}

function row(m: Machine, process: Process): TaskRow {
  const held = heldBy(m, process);
  return {
    pid: process.pid,
    uid: process.uid,
    name: process.comm,
    totalVmPages: held.vm,
    rssPages: held.rss,
    rssAnonPages: held.anon,
    rssFilePages: held.file,
    rssShmemPages: held.shm,
    pageTablePages: held.tables,
    middleTablePages: held.upperTables,
    pageTableBytes: (held.tables + held.upperTables) * 4096,
    swapPages: held.swap,
    oomAdj: process.traits.oomAdj ?? 0,
    oomScoreAdj: process.oomScoreAdj,
  };
}

/** [KL-14] In pages; counts that the machine does not tell apart are 0. */
function counts(m: Machine) {
  const use = machineUse(m);
  const lists = { active: 0, inactive: 0, unevictable: 0, fileActive: 0, fileInactive: 0 };
  for (const run of m.frames.flat()) {
    if (run.list === 'unevictable') lists.unevictable += run.count;
    else if (run.list === 'active') lists[run.use === 'file' ? 'fileActive' : 'active'] += run.count;
    else if (run.list === 'inactive') lists[run.use === 'file' ? 'fileInactive' : 'inactive'] += run.count;
  }
  return {
    activeAnon: lists.active,
    inactiveAnon: lists.inactive,
    activeFile: lists.fileActive,
    inactiveFile: lists.fileInactive,
    unevictable: lists.unevictable,
    dirty: 0,
    slabReclaimable: 0,
    slabUnreclaimable: m.atBoot.slab,
    mapped: m.spaces.reduce((sum, space) => sum + space.filePages, 0),
    shmem: use.shm,
    pageTables: m.atBoot.tables + m.spaces.reduce((sum, s) => sum + totalOf(s.tables) + totalOf(s.upperTables), 0),
    free: m.freeFrames,
    pageCache: use.file + use.shm + use.swapCached,
    swapCache: use.swapCached,
    freeSwap: freeSwap(m),
    totalSwap: m.swapPages,
    ramPages: m.ramPages,
    reservedPages: 0,
  };
}
