import { type OomOutcome, PANIC, type ScoredTask } from './oomTask.ts';

/**
 * Choose and kill in 2.4: most points, the first of equals, init included; every task of the same address space dies.
 * SPEC [KILL-2.4-1]..[KILL-2.4-3]. Source: mm/oom_kill.c select_bad_process and oom_kill, 2.4.20.
 */
export function killVictim24(tasks: readonly ScoredTask[]): OomOutcome {
  let chosen: ScoredTask | null = null;
  for (const candidate of tasks) {
    if (candidate.task.pid !== 0 && candidate.points > (chosen?.points ?? 0)) chosen = candidate;
  }
  if (chosen === null) return PANIC;
  const { task, points } = chosen;
  const sharers = tasks.filter((other) => other.task.memory === task.memory).map((other) => other.task);
  return {
    result: 'kill',
    chosenPid: task.pid,
    chosenPoints: points,
    victimPid: task.pid,
    signalled: sharers.map((t) => ({ pid: t.pid, signal: t.hasRawIo ? 15 : 9 })),
    givenReserves: sharers.map((t) => t.pid),
  };
}
