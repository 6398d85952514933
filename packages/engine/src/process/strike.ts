import { type Act, emit } from '../act.ts';
import type { Candidate } from '../facts.ts';
import type { Strike } from '../policies/policy.ts';
import { endProcess } from './ending.ts';

/** Who needed the page; pid 0 = the kernel's own watch. */
export type Trigger = { pid: number; process: string; call: string };

/** [KRN-2] Carry out what a kernel of its own ways does about a shortage. */
export function applyStrike(act: Act, who: Trigger, strike: Strike, group: string | null = null): void {
  if (strike.waited) emit(act, { type: 'Waited', ...who, ...strike.waited });
  if (strike.memory) emit(act, { type: 'KillerSet', values: strike.memory });
  if (strike.outcome === 'stall') {
    act.stalled = strike.why;
    return;
  }
  if (strike.outcome === 'panic') {
    emit(act, { type: 'KernelSaid', lines: strike.lines });
    emit(act, { type: 'Panicked', message: strike.message });
    return;
  }
  const { candidates, chosen, victim, signals, lines, rule } = strike;
  const second = runnerUp(candidates, chosen, act.policy.tie);
  emit(act, {
    type: 'VictimChosen',
    trigger: who,
    scope: group === null ? 'machine' : { cgroup: group },
    policy: act.policy.id,
    candidates,
    victim: { pid: victim.pid, process: victim.process, points: victim.points },
    runnerUp: second
      ? { pid: second.pid, process: second.process, marginPages: Math.max(0, chosen.points - second.points) }
      : null,
    ...(chosen.pid === victim.pid
      ? {}
      : { insteadOf: { pid: chosen.pid, process: chosen.process, points: chosen.points } }),
    rule,
  });
  emit(act, { type: 'KernelSaid', lines });
  for (const { pid, signal } of signals) endProcess(act, pid, { cause: 'oom-kill', status: signal });
}

/** Who would have been chosen without the choice. */
function runnerUp(candidates: readonly Candidate[], chosen: Candidate, tie: 'first' | 'last'): Candidate | null {
  let best: Candidate | null = null;
  for (const candidate of candidates) {
    if (candidate.exempt !== undefined || candidate.pid === chosen.pid) continue;
    if (!best || candidate.points > best.points || (tie === 'last' && candidate.points === best.points))
      best = candidate;
  }
  return best;
}
