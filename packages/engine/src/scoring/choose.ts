import type { Candidate } from '../facts.ts';
import type { KillScope, OwnChoice, Policy } from '../kernels/policy.ts';
import { pickVictim } from '../process/pick.ts';
import type { Machine } from '../state.ts';
import { compileRule, RULE_SETTING, type Rule } from './rule.ts';
import { termsOf } from './terms.ts';

/** The machine's own rule; null without one, or if it cannot be parsed [RULE-3]. */
export function ruleOf(m: Machine): Rule | null {
  const text = m.spec.settings[RULE_SETTING];
  const compiled = text === undefined ? null : compileRule(text);
  return compiled?.ok ? compiled.rule : null;
}

export type Weighing = { scope: KillScope; askerPid?: number | null };

/** [RULE-3] Whom the killer looks at: with the points of the machine's rule, or else with those of its kernel. */
export function candidatesOf(m: Machine, policy: Policy, { scope, askerPid = null }: Weighing): Candidate[] {
  const rule = ruleOf(m);
  const base = policy.candidates(m, scope);
  return rule ? byRule(m, { rule, base, scope, askerPid }) : base;
}

/** [RULE-3] What the machine's own rule chooses. Null without one, and where the kernel exempts every process. */
export function ownChoice(m: Machine, policy: Policy, weighing: Weighing): OwnChoice | null {
  if (!ruleOf(m)) return null;
  const candidates = candidatesOf(m, policy, weighing);
  const victim = pickVictim(candidates, policy.tie);
  return victim ? { candidates, victim } : null;
}

/** [RULE-4] [RULE-5] The kernel's candidates with the points that a rule gives them. Its exemptions stay. */
export function byRule(
  m: Machine,
  { rule, base, scope, askerPid }: { rule: Rule; base: Candidate[]; scope: KillScope; askerPid: number | null },
): Candidate[] {
  return base.map((candidate) => {
    const process = m.processes.find((p) => p.pid === candidate.pid);
    if (!process) return candidate;
    const known = termsOf(m, process, { base: candidate, scope, askerPid });
    const scored = rule.score(known);
    const terms = rule.names.flatMap((label) =>
      typeof known[label] === 'string' ? [] : [{ label, value: Number(known[label]) }],
    );
    if (scored.ok) return { ...candidate, terms, points: scored.points };
    return { ...candidate, terms: [...terms, { label: scored.message, value: 0 }], points: 0 };
  });
}
