import type { Candidate } from '../facts.ts';
import type { PolicyId } from '../kernels/ids.ts';
import { policyOf } from '../kernels/registry.ts';
import { pickVictim } from '../process/pick.ts';
import { candidatesOf, ruleOf, type Weighing } from '../scoring/choose.ts';
import type { Machine } from '../state.ts';
import { badnessTable } from './processes.ts';

export type Fate = {
  /** Who comes first by points. */
  chosen: Candidate;
  /** Who would die: the choice, or a child in its place. */
  victim: Candidate;
};

/**
 * Who would die if this kernel's killer struck now. Pure: the machine is left alone, and no patience of the kernel counts.
 * @returns null if no process can be chosen (strict systems; OpenBSD, where the asker dies)
 */
export function nextVictim(m: Machine, id: PolicyId = m.spec.policy): Fate | null {
  return fateOf(m, id, { scope: { group: null, pages: m.ramPages + m.swapPages } });
}

/** The same for a shortage of this scope, asked for by this process. */
export function fateOf(m: Machine, id: PolicyId, weighing: Weighing): Fate | null {
  const policy = policyOf(id);
  const { scope } = weighing;
  const candidates = candidatesOf(m, policy, weighing);
  const fate = ruleOf(m) ? undefined : policy.wouldKill?.(m, scope);
  if (fate === undefined) {
    const chosen = pickVictim(candidates, policy.tie);
    return chosen ? { chosen, victim: chosen } : null;
  }
  const chosen = candidates.find((c) => c.pid === fate?.chosenPid);
  const victim = candidates.find((c) => c.pid === fate?.victimPid);
  return chosen && victim ? { chosen, victim } : null;
}

export type Margin = {
  /** 1 = comes first. */
  rank: number;
  points: number;
  /** First: how many points fewer would put another first. Others: how many points the first leads by. */
  margin: number;
  /** The other one that `margin` is measured against; null if there is none. */
  against: { pid: number; process: string; points: number } | null;
};

/** How near a process is to the top of the killer's list. @returns null for who cannot be chosen, and for an unknown pid */
export function myMargin(m: Machine, pid: number, id: PolicyId = m.spec.policy): Margin | null {
  const table = badnessTable(m, id).filter((c) => c.exempt === undefined);
  const index = table.findIndex((c) => c.pid === pid);
  const own = table[index];
  if (!own) return null;
  const other = table[index === 0 ? 1 : 0];
  const against = other ? { pid: other.pid, process: other.process, points: other.points } : null;
  return { rank: index + 1, points: own.points, margin: other ? Math.abs(other.points - own.points) : 0, against };
}
