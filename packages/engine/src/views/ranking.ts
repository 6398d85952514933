import type { Candidate } from '../facts.ts';
import { policyOf } from '../kernels/registry.ts';
import { pickVictim } from '../process/pick.ts';
import { byRule } from '../scoring/choose.ts';
import type { Rule } from '../scoring/rule.ts';
import type { Machine } from '../state.ts';

/**
 * Who would die first, second, … if the killer struck now and went by `rule`: most points first, the exempt last.
 * Pure; the machine need not have a rule of its own. @param askerPid the process that asks for the page; null = none yet
 */
export function rankByRule(m: Machine, rule: Rule, askerPid: number | null = null): Candidate[] {
  const policy = policyOf(m.spec.policy);
  const scope = { group: null, pages: m.ramPages + m.swapPages };
  return inOrder(byRule(m, { rule, base: policy.candidates(m, scope), scope, askerPid }), policy.tie);
}

/** In the order in which they would be chosen; the exempt keep their order at the end. */
export function inOrder(candidates: readonly Candidate[], tie: 'first' | 'last'): Candidate[] {
  const order: Candidate[] = [];
  let left = [...candidates];
  for (let best = pickVictim(left, tie); best; best = pickVictim(left, tie)) {
    order.push(best);
    const taken = best;
    left = left.filter((c) => c !== taken);
  }
  return [...order, ...left];
}
