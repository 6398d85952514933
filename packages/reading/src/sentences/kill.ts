import { type Candidate, type PolicyId, policyInfo } from '@overcommit/engine';
import { choiceOf, type KillFact } from '../kills.ts';
import { count, figures, mib } from '../words/format.ts';
import { inUnit, pointsUnit } from '../words/points.ts';

/** "of three candidates it held the most memory": the choice in one clause. @param who the victim, as it is called here */
export function choiceClause(fact: KillFact, who = 'it'): string {
  const { insteadOf, formula, victim, policy } = fact;
  const choice = choiceOf(fact);
  if (choice === 'asker' && insteadOf)
    return `${insteadOf.process} was the one that asked, vm/oom_kill_allocating_task is set, and this kernel kills a child of the chosen process first`;
  if (choice === 'asker') return `${who} was the one that asked, and ${whyAsker(policy)}`;
  if (choice === 'child' && insteadOf)
    return `${insteadOf.process} had the most points, ${figures(insteadOf.points)}, and this kernel kills a child of the chosen process first`;
  const eligible = fact.candidates.filter(isEligible).length;
  if (choice === 'rule')
    return `of ${eligible} candidates ${who} had the most points, ${figures(victim.points)}, by this machine’s own rule “${formula}”`;
  return eligible <= 1 ? `${who} was the only candidate` : `of ${eligible} candidates ${who} ${mostOf(fact)}`;
}

/**
 * The same in a few words, as a sentence of its own. Says "held the most" only where points are what was held.
 * @param who the victim, as it is called here
 */
export function choiceShort(fact: KillFact, who: string): string {
  const { insteadOf, policy } = fact;
  const choice = choiceOf(fact);
  if (choice === 'asker' && !insteadOf) return 'This kernel kills the one that asks.';
  if (insteadOf) return `${insteadOf.process} was chosen, and this kernel kills a child first.`;
  if (choice === 'rule') return `${who} had the most points by this machine’s own rule.`;
  if (fact.candidates.filter(isEligible).length <= 1) return `${who} was the only candidate.`;
  if (pointsUnit(policy) === 'ticks') return `${who} was the last to start.`;
  if (pointsUnit(policy) === 'points' || isAdjusted(fact)) return `${who} had the most points.`;
  return `${who} ${policyInfo(policy).weighsWholeObjects ? 'weighed' : 'held'} the most.`;
}

const isEligible = ({ exempt }: Candidate): boolean => exempt === undefined;

function whyAsker(policy: PolicyId): string {
  return policyInfo(policy).choosesVictims
    ? 'vm/oom_kill_allocating_task is set, so the process that asks dies'
    : 'this kernel chooses no victim, the process that asks dies';
}

/** Whether an adjustment counts beside what a candidate holds. */
function isAdjusted({ policy, candidates }: KillFact): boolean {
  const adjusting = policyInfo(policy).adjustingTerms ?? [];
  return candidates.some(({ terms }) => terms.some((t) => t.value !== 0 && adjusting.includes(t.label)));
}

function mostOf(fact: KillFact): string {
  const { policy, victim } = fact;
  const unit = pointsUnit(policy);
  if (unit === 'ticks') return `was the last to start, at tick ${figures(victim.points)}`;
  if (unit === 'points')
    return `had the most points, ${figures(victim.points)}: the whole address space counts, touched or not`;
  return isAdjusted(fact)
    ? `had the most points, ${figures(victim.points)}: its memory, and what the adjustment makes of it`
    : `${policyInfo(policy).weighsWholeObjects ? 'weighed the most' : 'held the most memory'}, ${mib(victim.points)}`;
}

/** By how much the victim came first. Null without another candidate. */
export function marginSentence(fact: KillFact): string | null {
  const next = fact.runnerUp;
  if (!next) return null;
  const { process: victim } = fact.victim;
  const unit = pointsUnit(fact.policy, fact.formula);
  const chosen = fact.insteadOf?.process ?? victim;
  const ahead = next.marginPages;
  if (unit === 'ticks')
    return ahead === 0
      ? `${victim} and ${next.process} started at the same tick; the higher pid goes first.`
      : `${victim} started ${count(ahead, 'tick')} after ${next.process}, which would have been next.`;
  if (unit === 'points' || fact.insteadOf)
    return ahead === 0
      ? `${chosen} and ${next.process} had the same points; of equals the ${policyInfo(fact.policy).tie} in the kernel’s list goes.`
      : `${chosen} was ${inUnit(ahead, unit)} ahead of ${next.process}, the next in the list.`;
  const less = ahead + (isTieTheVictims(fact) ? 1 : 0);
  return `${victim} would have survived with ${mib(less)} less (${count(less, 'page')}) when memory ran out; ${next.process} would have died instead.`;
}

/** Whether the victim would still have been chosen with as many points as the next one. */
function isTieTheVictims({ policy, candidates, victim, runnerUp }: KillFact): boolean {
  const place = (pid?: number) => candidates.findIndex((c) => c.pid === pid);
  const isLater = place(victim.pid) > place(runnerUp?.pid);
  return isLater === (policyInfo(policy).tie === 'last');
}

/** "AIX" of "AIX, late allocation": the kernel as the subject of a sentence. */
export const systemName = (policy: PolicyId): string => policyInfo(policy).name.replace(/,.*/, '');
