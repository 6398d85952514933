import type { Requester } from '../act.ts';
import type { Candidate } from '../facts.ts';
import { residence } from '../memory/residence.ts';
import { spaceOf, vmPages } from '../memory/space.ts';
import type { Machine, Process } from '../state.ts';

export type OomReport = {
  requester: Requester;
  candidates: readonly Candidate[];
  victim: Candidate;
  group: string | null;
  takesOwn: boolean;
};

/** What Linux 5.4-6.1 prints when its killer strikes. SPEC [OOM6]; mm/oom_kill.c:dump_header, dump_tasks, __oom_kill_process. */
export function oomReport(m: Machine, { requester, candidates, victim, group, takesOwn }: OomReport): string[] {
  const asking = requester.process;
  const lines = [
    `${asking.comm} invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=${asking.oomScoreAdj}`,
  ];
  if ((m.tunables['vm/oom_dump_tasks'] ?? 1) !== 0) {
    lines.push('[  pid  ]   uid  tgid total_vm      rss pgtables_bytes swapents oom_score_adj name');
    for (const candidate of candidates) {
      const process = m.processes.find((p) => p.pid === candidate.pid);
      if (process) lines.push(taskLine(m, process));
    }
  }
  const dying = m.processes.find((p) => p.pid === victim.pid) as Process;
  const scope =
    group === null
      ? 'constraint=CONSTRAINT_NONE,nodemask=(null),global_oom'
      : `constraint=CONSTRAINT_MEMCG,nodemask=(null),oom_memcg=/${group}`;
  lines.push(`oom-kill:${scope},task_memcg=/${dying.group},task=${dying.comm},pid=${dying.pid},uid=${dying.uid}`);
  const why = takesOwn
    ? 'Out of memory (oom_kill_allocating_task)'
    : group === null
      ? 'Out of memory'
      : 'Memory cgroup out of memory';
  lines.push(`${why}: Killed process ${killLine(m, dying)}`);
  return lines;
}

function taskLine(m: Machine, process: Process): string {
  const space = spaceOf(m, process.space as number);
  const held = residence(space);
  const pad = (value: number, width: number): string => String(value).padStart(width);
  const rss = held.anon + held.shm + held.file;
  return (
    `[${pad(process.pid, 7)}] ${pad(process.uid, 5)} ${pad(process.pid, 5)} ${pad(vmPages(space), 8)} ${pad(rss, 8)} ` +
    `${pad(held.tables * 4096, 8)} ${pad(held.swap, 8)}         ${pad(process.oomScoreAdj, 5)} ${process.comm}`
  );
}

function killLine(m: Machine, process: Process): string {
  const space = spaceOf(m, process.space as number);
  const held = residence(space);
  return (
    `${process.pid} (${process.comm}) total-vm:${vmPages(space) * 4}kB, anon-rss:${held.anon * 4}kB, ` +
    `file-rss:${held.file * 4}kB, shmem-rss:${held.shm * 4}kB, UID:${process.uid} pgtables:${held.tables * 4}kB ` +
    `oom_score_adj:${process.oomScoreAdj}`
  );
}
