/** From a shortage of memory to its end: what the kernel does, and the only place that states who was chosen. */
import { type Act, emit, type Requester } from './act.ts';
import type { Candidate, Fact } from './facts.ts';
import { pagesInScope } from './kernels/measure.ts';
import type { KillResponse, ShortageResponse } from './kernels/policy.ts';
import { settleBoost } from './memory/reclaim.ts';
import { endProcess } from './process/ending.ts';
import { pickVictim } from './process/pick.ts';
import { ownChoice, ruleOf } from './scoring/choose.ts';

/** The process that needs the page; pid 0 = the kernel's own watch. */
export type Trigger = { pid: number; process: string; call: string };

/** [KRN-2] Nothing is left to reclaim: let the kernel respond. `group`: the control group at its limit; null = the machine. */
export function killForMemory(act: Act, requester: Requester, group: string | null): void {
  const { m, policy } = act;
  const { process, call } = requester;
  if (act.isSwapGoing && group === null && policy.swapOffDies && m.hostZeroPages === null) {
    endSwapOff(act);
    return;
  }
  // [SW-2] The kernel has taken the swap out of its sum when it begins to empty it.
  const pages = pagesInScope(act.isSwapGoing ? { ...m, swapPages: 0 } : m, group);
  const weighing = { scope: { group, pages }, askerPid: process.pid };
  const shortage = { requester: process, call, group, pages, ownChoice: () => ownChoice(m, policy, weighing) };
  const response = policy.shortageResponse(m, shortage);
  applyResponse(act, { pid: process.pid, process: process.name, call }, { response, group });
  if (response.outcome === 'kill' && group === null && policy.boostsWatermarks) settleBoost(act, m.swapPages === 0);
}

/**
 * [SW-2] mm/oom_kill.c:oom_task_origin: who empties the swap is chosen before any other process. That is a command of root's, which is no row of
 * the machine's list. In a recording init empties it itself, which is never a victim.
 */
function endSwapOff(act: Act): void {
  act.isSwapOffChosen = true;
  act.stalled = 'the killer chose swapoff itself, which needed the memory; swap stays on';
  emit(act, { type: 'KernelSaid', lines: ['Out of memory: Killed process (swapoff)'] });
}

/** [KRN-2] Carry a kernel's response out, as facts in the order of what happened. */
export function applyResponse(
  act: Act,
  who: Trigger,
  { response, group }: { response: ShortageResponse; group: string | null },
): void {
  if (response.waited) emit(act, { type: 'Waited', ...who, ...response.waited });
  if (response.memory) emit(act, { type: 'KillerSet', values: response.memory });
  if (response.outcome === 'stall') {
    if (response.lines) emit(act, { type: 'KernelSaid', lines: response.lines });
    act.stalled = response.why;
    return;
  }
  if (response.outcome === 'panic') {
    emit(act, { type: 'KernelSaid', lines: response.lines });
    emit(act, { type: 'Panicked', message: response.message });
    return;
  }
  emit(act, victimChosen(act, { who, response, group }));
  emit(act, { type: 'KernelSaid', lines: response.lines });
  for (const { pid, signal } of response.signals) endProcess(act, pid, { cause: 'oom-kill', status: signal });
}

/** The only builder of this fact: who died, how it was chosen, and who came next by points. */
function victimChosen(
  { m, policy }: Act,
  { who, response, group }: { who: Trigger; response: KillResponse; group: string | null },
): Extract<Fact, { type: 'VictimChosen' }> {
  const { candidates, chosen, victim, how, rule } = response;
  return {
    type: 'VictimChosen',
    trigger: who,
    scope: group === null ? 'machine' : { cgroup: group },
    policy: policy.id,
    candidates,
    victim: { pid: victim.pid, process: victim.process, points: victim.points },
    runnerUp: how === 'asker' ? null : runnerUp(candidates, chosen, policy.tie),
    ...(chosen.pid === victim.pid
      ? {}
      : { insteadOf: { pid: chosen.pid, process: chosen.process, points: chosen.points } }),
    ...(how === 'rule' ? { formula: ruleOf(m)?.text ?? '' } : {}),
    how: chosen.pid === victim.pid || how === 'asker' ? how : 'child',
    rule,
  };
}

/** The one that would have come first without the choice, and by how much less. */
function runnerUp(candidates: readonly Candidate[], chosen: Candidate, tie: 'first' | 'last') {
  const second = pickVictim(
    candidates.filter((c) => c.pid !== chosen.pid),
    tie,
  );
  if (!second) return null;
  return { pid: second.pid, process: second.process, marginPages: Math.max(0, chosen.points - second.points) };
}
