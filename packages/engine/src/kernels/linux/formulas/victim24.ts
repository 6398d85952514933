import { type OomOutcome, PANIC, type ScoredTask } from './oomTask.ts';

export type Victim24Rule = {
  /** Every task of the same address space dies (2.4.10); before, the chosen one alone. */
  killsSharers: boolean;
};

/**
 * Choose and kill in 2.4: most points, the first of equals, init included; every task of the same address space dies.
 * SPEC [KILL-2.4-1]..[KILL-2.4-3]. Source: mm/oom_kill.c select_bad_process and oom_kill, 2.4.20.
 */
export function killVictim24(tasks: readonly ScoredTask[], rule: Victim24Rule): OomOutcome {
  let chosen: ScoredTask | null = null;
  for (const candidate of tasks) {
    if (candidate.task.pid !== 0 && candidate.points > (chosen?.points ?? 0)) chosen = candidate;
  }
  if (chosen === null) return PANIC;
  const { task, points } = chosen;
  const all = tasks.map((other) => other.task).filter((other) => other.memory === task.memory);
  const sharers = rule.killsSharers ? all : [task];
  return {
    result: 'kill',
    chosenPid: task.pid,
    chosenPoints: points,
    victimPid: task.pid,
    signalled: sharers.map((t) => ({ pid: t.pid, signal: t.hasRawIo ? 15 : 9 })),
    givenReserves: sharers.map((t) => t.pid),
  };
}
