import { HIGHEST_POINTS, UNKILLABLE_POINTS } from '../../cIntegers.ts';
import {
  childrenOf,
  INIT_PID,
  type OomOutcome,
  type OomTask,
  PANIC,
  type ScoredTask,
  type SentSignal,
  WAIT,
} from './oomTask.ts';

export type VictimModernRule = {
  /** Who is chosen of equals: the first in order up to 5.2, the last from 5.3. */
  tie: 'first' | 'last';
  /** 0 points mean "never" (up to 5.8); later they are a score like any other. */
  zeroIsNever: boolean;
  /** The effect of an exiting task on the choice: all wait; or the task itself is chosen if it asked; or none (4.7). */
  exiting: 'wait' | 'choose-current' | 'ignore';
  /** Points of an exiting task that asked itself. */
  exitingCurrentPoints: number;
  /** It counts as the victim then, though nothing is signalled (3.5). */
  exitingCurrentIsVictim: boolean;
  /** A task that runs swapoff is chosen outright (3.8). */
  originFirst: boolean;
  /** A victim whose memory was reaped already no longer makes the others wait (4.8). */
  passesReapedVictims: boolean;
  /** The worst child dies in the place of its parent (2.6.36 to 5.1). */
  childSacrifice: boolean;
  /** A child in its parent's own address space may be that child (2.6.36 to 2.6.38). */
  sacrificesSharers: boolean;
  /** Other processes of the victim's address space die too (not in 2.6.36). */
  sharersDie: boolean;
  /** Who of them is spared: kernel threads and oom_score_adj −1000 (3.2), init too (4.4), −1000 no longer (4.8). */
  sharersSpared: readonly ('kthread' | 'never' | 'init')[];
  /** The victim gets its signal before the sharers (4.4); earlier, after them. */
  victimFirst: boolean;
};

/**
 * Choose and kill in 2.6.36 and later. SPEC [KILL-1]..[KILL-8].
 * Source: mm/oom_kill.c select_bad_process, oom_scan_process_thread, oom_evaluate_task, oom_kill_process.
 */
export function killVictim(tasks: readonly ScoredTask[], currentPid: number, rule: VictimModernRule): OomOutcome {
  const chosen = choose(tasks, currentPid, rule);
  if (chosen === 'wait') return WAIT;
  return chosen === null ? PANIC : killChosen(chosen, tasks, rule);
}

/** Kill a task, or its worst child in its place, with all that share the victim's memory. SPEC [KILL-6], [KILL-7]. */
export function killChosen(chosen: ScoredTask, tasks: readonly ScoredTask[], rule: VictimModernRule): OomOutcome {
  const choice = { chosenPid: chosen.task.pid, chosenPoints: chosen.points };
  const goesOn = chosen.task.isExiting === true && rule.exiting === 'choose-current';
  const victim = goesOn ? null : victimOf(chosen, tasks, rule);
  if (victim === null || victim.memory === null) {
    const victimPid = goesOn && rule.exitingCurrentIsVictim ? chosen.task.pid : null;
    return { result: 'kill', ...choice, victimPid, signalled: [], givenReserves: [chosen.task.pid] };
  }
  const own: SentSignal = { pid: victim.pid, signal: 9 };
  const others: SentSignal[] = sharersOf(victim, tasks, rule).map((task) => ({ pid: task.pid, signal: 9 }));
  return {
    result: 'kill',
    ...choice,
    victimPid: victim.pid,
    signalled: rule.victimFirst ? [own, ...others] : [...others, own],
    givenReserves: [victim.pid],
  };
}

function choose(tasks: readonly ScoredTask[], currentPid: number, rule: VictimModernRule): ScoredTask | 'wait' | null {
  let chosen: ScoredTask | null = null;
  for (const { task, points } of tasks) {
    if (task.pid === INIT_PID || task.isKthread) continue;
    if (task.isVictim && !(rule.passesReapedVictims && task.isReaped)) return 'wait';
    if (task.isVictim || task.memory === null) continue;
    if (rule.originFirst && task.isOrigin) {
      chosen = { task, points: HIGHEST_POINTS };
      continue;
    }
    if (task.isExiting && rule.exiting !== 'ignore') {
      if (rule.exiting === 'wait' || task.pid !== currentPid) return 'wait';
      chosen = { task, points: rule.exitingCurrentPoints };
    }
    if (points === UNKILLABLE_POINTS || (points === 0 && rule.zeroIsNever)) continue;
    if (beats(points, chosen, rule)) chosen = { task, points };
  }
  return chosen;
}

function beats(points: number, chosen: ScoredTask | null, rule: VictimModernRule): boolean {
  if (chosen === null) return true;
  return rule.tie === 'first' ? points > chosen.points : points >= chosen.points;
}

/** The choice, or its worst child: any child with a point beats its parent. */
function victimOf(chosen: ScoredTask, tasks: readonly ScoredTask[], rule: VictimModernRule): OomTask {
  if (!rule.childSacrifice) return chosen.task;
  let worst: ScoredTask | null = null;
  for (const child of childrenOf(chosen.task, tasks)) {
    if (!rule.sacrificesSharers && child.task.memory === chosen.task.memory) continue;
    if (child.points > (worst?.points ?? 0)) worst = child;
  }
  return worst?.task ?? chosen.task;
}

function sharersOf(victim: OomTask, tasks: readonly ScoredTask[], rule: VictimModernRule): OomTask[] {
  if (!rule.sharersDie) return [];
  return tasks
    .map(({ task }) => task)
    .filter((task) => task.memory === victim.memory && task.pid !== victim.pid)
    .filter((task) => !rule.sharersSpared.some((kind) => isOfKind(task, kind)));
}

function isOfKind(task: OomTask, kind: VictimModernRule['sharersSpared'][number]): boolean {
  if (kind === 'init') return task.pid === INIT_PID;
  return (kind === 'kthread' ? task.isKthread : task.isNever) ?? false;
}
