import { totalOf } from '../../memory/runs.ts';
import type { Machine, Process } from '../../state.ts';
import { freeSwap, heldBy, living, machineUse } from '../measure.ts';
import type { Shortage } from '../policy.ts';
import type { LinuxEra } from './eras.ts';
import { memInfoBlock } from './formulas/memInfoBlock.ts';
import { oomGroupLine, oomReport, type ReportedProcess } from './formulas/oomReport.ts';
import type { TaskRow } from './formulas/oomReportTable.ts';
import type { OomKill } from './formulas/oomTask.ts';
import { reportedScore } from './formulas/reportedScore.ts';

/**
 * [KL-13] Allocation flags of an anonymous page as each release prints them. They stand in countless published logs; the
 * headers of these releases were not read for them.
 */
const GFP: Partial<Record<LinuxEra['report']['invoked'], { mask: number; names: string }>> = {
  gfp: { mask: 0xd2, names: '' },
  'flags-nodemask': { mask: 0x24280ca, names: 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO' },
  flags: { mask: 0x100dca, names: 'GFP_HIGHUSER_MOVABLE|__GFP_ZERO' },
};
const GFP_BEFORE_FLAGS = { mask: 0x280da, names: '' };

type Report = { shortage: Shortage; era: LinuxEra; outcome: OomKill; takesOwn: boolean };

/** What the release prints about this kill. */
export function eraReport(m: Machine, { shortage, era, outcome, takesOwn }: Report): string[] {
  const find = (pid: number): Process => m.processes.find((p) => p.pid === pid) as Process;
  const { requester, group } = shortage;
  const victim = find(outcome.victimPid ?? outcome.chosenPid);
  const chosen = find(outcome.chosenPid);
  const cgroup = group === null ? null : `/${group}`;
  const dumps = m.tunables['vm/oom_dump_tasks'];
  const sharers = outcome.signalled
    .filter((s) => s.pid !== victim.pid)
    .map((s) => ({ pid: s.pid, name: find(s.pid).comm }));
  const lines = oomReport(
    {
      invoker: { name: requester.comm, oomAdj: requester.traits.oomAdj ?? 0, oomScoreAdj: requester.oomScoreAdj },
      gfp: GFP[era.report.invoked] ?? GFP_BEFORE_FLAGS,
      order: 0,
      memoryLines: era.report.invoked === 'none' ? [] : memInfoBlock(counts(m), '2.6'),
      tasks: living(m, group).map((process) => row(m, process)),
      ...(dumps === undefined ? {} : { dumpsTasks: dumps !== 0 }),
      cgroup,
      victimCgroup: victim.group === '' ? '/' : `/${victim.group}`,
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
  const isGroupKill =
    cgroup !== null && m.groups.find((g) => g.name === group)?.isOomGroup && era.report.table === '4.19';
  return isGroupKill ? [...lines, oomGroupLine(cgroup)] : lines;
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

/** [KL-14] Counts that the machine does not tell apart are 0. */
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
