import { type Act, emit, type Requester } from '../act.ts';
import type { Candidate } from '../facts.ts';
import { settleBoost } from '../memory/reclaim.ts';
import { candidatesOf, ruleOf } from '../scoring/choose.ts';
import type { Machine, Process } from '../state.ts';
import { oomReport } from '../views/oomReport.ts';
import { endProcess } from './ending.ts';
import { pickVictim } from './pick.ts';
import { applyStrike } from './strike.ts';

/** [OOM1] mm/oom_kill.c:out_of_memory. Choose, say so, and end the victim with everybody who shares its memory. */
export function killForMemory(act: Act, requester: Requester, group: string | null): void {
  const { m, policy } = act;
  // [SW2] The kernel has taken the swap out of its sum when it begins to empty it.
  const pages = pagesInScope(act.isSwapGoing ? { ...m, swapPages: 0 } : m, group);
  if (policy.strike) {
    applyStrike(
      act,
      { pid: requester.process.pid, process: requester.process.name, call: requester.call },
      policy.strike(m, { requester: requester.process, call: requester.call, group, pages }),
      group,
    );
    return;
  }
  const candidates = candidatesOf(m, policy, { scope: { group, pages }, askerPid: requester.process.pid });
  const rule = ruleOf(m);
  const trigger = { pid: requester.process.pid, process: requester.process.name, call: requester.call };
  const panics = m.tunables['vm/panic_on_oom'] ?? 0;
  if (panics === 2 || (panics === 1 && group === null)) {
    panic(act, `Out of memory: ${panics === 2 ? 'compulsory' : 'system-wide'} panic_on_oom is enabled`);
    return;
  }
  const own = group === null ? ownOf(candidates, requester.process) : undefined;
  const takesOwn = (m.tunables['vm/oom_kill_allocating_task'] ?? 0) !== 0 && own !== undefined;
  const victim = takesOwn ? own : pickVictim(candidates, policy.tie);
  if (!victim && group !== null) {
    // [CG7] The fault is tried again for ever: the process does not come back from it.
    emit(act, { type: 'KernelSaid', lines: ['Out of memory and no killable processes...'] });
    act.stalled = `${group} is at its limit and nobody in it may be killed`;
    return;
  }
  if (!victim) {
    panic(act, 'System is deadlocked on memory');
    return;
  }
  const second = takesOwn
    ? null
    : pickVictim(
        candidates.filter((c) => c !== victim),
        policy.tie,
      );
  emit(act, {
    type: 'VictimChosen',
    trigger,
    scope: group === null ? 'machine' : { cgroup: group },
    policy: policy.id,
    candidates,
    victim: { pid: victim.pid, process: victim.process, points: victim.points },
    runnerUp: second ? { pid: second.pid, process: second.process, marginPages: victim.points - second.points } : null,
    ...(rule && !takesOwn ? { formula: rule.text } : {}),
    rule: takesOwn ? 'OOM5' : rule ? 'RULE-3' : policy.killRule,
  });
  emit(act, { type: 'KernelSaid', lines: oomReport(m, { requester, candidates, victim, group, takesOwn }) });
  const { group: victimGroup = '' } = m.processes.find((p) => p.pid === victim.pid) ?? {};
  killWithSharers(act, victim.pid);
  if (m.groups.find((g) => g.name === victimGroup)?.isOomGroup) killGroup(act, victimGroup);
  if (group === null) settleBoost(act, m.swapPages === 0);
}

/** [OOM5] mm/oom_kill.c:out_of_memory asks of the requester only that it is no kernel thread, not init and not at -1000. */
function ownOf(candidates: readonly Candidate[], { pid, oomScoreAdj }: Process): Candidate | undefined {
  return oomScoreAdj === -1000 ? undefined : candidates.find((c) => c.pid === pid);
}

/** [CG9] mm/oom_kill.c:constrained_alloc: RAM and swap; within a group its limit and what it may have of the swap. */
export function pagesInScope(m: Machine, name: string | null): number {
  const group = name === null ? undefined : m.groups.find((g) => g.name === name);
  if (!group || group.max === null) return m.ramPages + m.swapPages;
  return Math.max(1, group.max + Math.min(group.swapMax ?? m.swapPages, m.swapPages));
}

/**
 * [CG5] mm/memcontrol.c:mem_cgroup_get_oom_group: where the victim's group has memory.oom.group, whatever ran out, everybody
 * else in it goes too with whoever shares their memory, but for those with an adjustment of -1000.
 */
function killGroup(act: Act, group: string): void {
  for (const process of act.m.processes.filter((p) => p.group === group && p.oomScoreAdj !== -1000)) {
    killWithSharers(act, process.pid);
  }
}

/** [OOM4] mm/oom_kill.c:__oom_kill_process: whoever shares the victim's memory dies too, whatever its adjustment. */
export function killWithSharers(act: Act, pid: number): void {
  const space = act.m.processes.find((p) => p.pid === pid)?.space ?? null;
  const sharers = act.m.processes.filter((p) => p.pid !== pid && p.space === space && space !== null);
  endProcess(act, pid, { cause: 'oom-kill', status: 9 });
  for (const sharer of sharers) endProcess(act, sharer.pid, { cause: 'oom-kill', status: 9 });
}

function panic(act: Act, message: string): void {
  emit(act, { type: 'KernelSaid', lines: [`Kernel panic - not syncing: ${message}`] });
  emit(act, { type: 'Panicked', message });
}
