import { type Candidate, type PolicyId, policyInfo } from '@overcommit/engine';
import type { Decision } from '../decision.ts';
import { choiceOf, type KillFact, victimUid } from '../kills.ts';
import { count, figures, mib } from '../words/format.ts';
import type { NamesOfPeople } from '../words/people.ts';
import { inUnit, pointsUnit } from '../words/points.ts';

/** A kill in one sentence, for screen readers. */
export function killSentence(decision: Decision & { kind: 'kill' }, people: NamesOfPeople): string {
  const { fact } = decision;
  const uid = victimUid(fact);
  const whose = uid === null ? '' : `${people.nameOfUid(uid)}'s `;
  return `Out of memory: the kernel killed ${whose}${fact.victim.process}, because ${people.name(decision.actor)} ran ${decision.line} and no page was left; ${choiceClause(fact)}.`;
}

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

const isEligible = ({ exempt }: Candidate): boolean => exempt === undefined;

function whyAsker(policy: PolicyId): string {
  return policyInfo(policy).choosesVictims
    ? 'vm/oom_kill_allocating_task is set, so the process that asks dies'
    : 'this kernel chooses no victim, the process that asks dies';
}

function mostOf({ policy, victim, candidates }: KillFact): string {
  const unit = pointsUnit(policy);
  if (unit === 'ticks') return `was the last to start, at tick ${figures(victim.points)}`;
  if (unit === 'points')
    return `had the most points, ${figures(victim.points)}: the whole address space counts, touched or not`;
  const adjusting = policyInfo(policy).adjustingTerms ?? [];
  const isAdjusted = candidates.some(({ terms }) => terms.some((t) => t.value !== 0 && adjusting.includes(t.label)));
  return isAdjusted
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
