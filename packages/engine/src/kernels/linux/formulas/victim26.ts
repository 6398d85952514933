import { HIGHEST_POINTS } from '../../cIntegers.ts';
import {
  childrenOf,
  INIT_PID,
  type OomKill,
  type OomOutcome,
  type OomTask,
  PANIC,
  type ScoredTask,
  WAIT,
} from './oomTask.ts';

export type Victim26Rule = {
  /** Tasks without memory take part in the choice (2.6.11); later they are skipped. */
  memorylessTakePart: boolean;
  /** An exiting task that asked for memory itself is chosen instead of waited for (by 2.6.24). */
  exitingCurrentIsChosen: boolean;
  /** A task that runs swapoff is taken at once (to 2.6.19). */
  originIsTakenAtOnce: boolean;
  /** oom_adj −17 is passed over (2.6.16 and later). */
  respectsNever: boolean;
  /** Other processes of the same address space die too (to 2.6.31). */
  killsSharers: boolean;
};

/**
 * Choose and kill in 2.6.11 to 2.6.35: most points, the first of equals; the first child that can be killed dies in the
 * place of its parent. SPEC [KILL-2.6-1]..[KILL-2.6-6]. Source: mm/oom_kill.c, 2.6.11 and 2.6.32.
 */
export function killVictim26(tasks: readonly ScoredTask[], currentPid: number, rule: Victim26Rule): OomOutcome {
  const chosen = choose(tasks, currentPid, rule);
  if (chosen === 'wait') return WAIT;
  return chosen === null ? PANIC : killChosen26(chosen, tasks, rule);
}

/** Kill a task, or its first child that can be killed in its place. SPEC [KILL-2.6-2], [KILL-2.6-6]. */
export function killChosen26(chosen: ScoredTask, tasks: readonly ScoredTask[], rule: Victim26Rule): OomOutcome {
  const choice = { chosenPid: chosen.task.pid, chosenPoints: chosen.points };
  if (chosen.task.isExiting && rule.exitingCurrentIsChosen) {
    return { result: 'kill', ...choice, victimPid: null, signalled: [], givenReserves: [chosen.task.pid] };
  }
  const children = childrenOf(chosen.task, tasks).map((child) => child.task);
  const inTurn = [...children.filter((child) => child.memory !== chosen.task.memory), chosen.task];
  const victim = inTurn.find((task) => task.memory !== null && !(rule.respectsNever && task.isNever));
  if (!victim) {
    return { result: 'retry-for-ever', ...choice, victimPid: null, signalled: [], givenReserves: [] };
  }
  return { result: 'kill', ...choice, ...kill(victim, tasks, rule) };
}

function choose(tasks: readonly ScoredTask[], currentPid: number, rule: Victim26Rule): ScoredTask | 'wait' | null {
  let chosen: ScoredTask | null = null;
  for (const candidate of tasks) {
    const { task } = candidate;
    if (task.pid <= INIT_PID) continue;
    if (task.memory === null && !rule.memorylessTakePart) continue;
    if (task.isVictim) return 'wait';
    let points = candidate.points;
    if (task.isExiting) {
      if (!rule.exitingCurrentIsChosen || task.pid !== currentPid) return 'wait';
      points = HIGHEST_POINTS;
      chosen = { task, points };
    }
    if (rule.originIsTakenAtOnce && task.isOrigin) return candidate;
    if (rule.respectsNever && task.isNever) continue;
    if (chosen === null || points > chosen.points) chosen = { task, points };
  }
  return chosen;
}

function kill(
  victim: OomTask,
  tasks: readonly ScoredTask[],
  rule: Victim26Rule,
): Omit<OomKill, 'chosenPid' | 'chosenPoints'> {
  const sharers = rule.killsSharers
    ? tasks.map((t) => t.task).filter((t) => t.memory === victim.memory && t.pid !== victim.pid)
    : [];
  // "tried to kill init!": the call succeeds, but init gets no signal.
  const dying = [victim, ...sharers].filter((task) => task.pid !== INIT_PID).map((task) => task.pid);
  return {
    victimPid: victim.pid === INIT_PID ? null : victim.pid,
    signalled: dying.map((pid) => ({ pid, signal: 9 })),
    givenReserves: dying,
  };
}
