import { type Act, emit } from '../act.ts';
import type { Strike } from '../kernels/policy.ts';
import { candidatesOf, ruleOf } from '../scoring/choose.ts';
import { endProcess } from './ending.ts';
import { pickVictim } from './pick.ts';

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
  const { candidates, chosen, victim, signals, lines, rule, formula } = chosenByRule(act, { who, group, strike });
  // Who would have been chosen without the choice.
  const second = pickVictim(
    candidates.filter((c) => c.pid !== chosen.pid),
    act.policy.tie,
  );
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
    ...(formula === undefined ? {} : { formula }),
    rule,
  });
  emit(act, { type: 'KernelSaid', lines });
  for (const { pid, signal } of signals) endProcess(act, pid, { cause: 'oom-kill', status: signal });
}

type Kill = Extract<Strike, { outcome: 'kill' }> & { formula?: string };

/** [RULE-3] The moment of the kill is the kernel's; the machine's own rule, where it has one, says who it is. */
function chosenByRule(
  { m, policy }: Act,
  { who, group, strike }: { who: Trigger; group: string | null; strike: Kill },
): Kill {
  const rule = strike.rule === 'KL-11' ? null : ruleOf(m);
  if (!rule) return strike;
  const limit = group === null ? null : (m.groups.find((g) => g.name === group)?.max ?? null);
  const scope = { group, pages: limit ?? m.ramPages + m.swapPages };
  const candidates = candidatesOf(m, policy, { scope, askerPid: who.pid });
  const victim = pickVictim(candidates, policy.tie);
  if (!victim) return strike;
  const space = m.processes.find((p) => p.pid === victim.pid)?.space ?? null;
  const sharers = m.processes.filter((p) => p.space === space && space !== null && p.pid !== victim.pid);
  return {
    ...strike,
    candidates,
    chosen: victim,
    victim,
    signals: [victim, ...sharers].map(({ pid }) => ({ pid, signal: 9 })),
    lines: [
      `Out of memory: Killed process ${victim.pid} (${victim.process}), ${victim.points} points by this machine's own rule`,
    ],
    formula: rule.text,
    rule: 'RULE-3',
  };
}
