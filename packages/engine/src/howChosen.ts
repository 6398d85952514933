import type { Fact, HowChosen } from './facts.ts';

/** Rules by which engines before 0.5.0 said that the process that asked for the page died. */
const ASKED = ['OOM5', 'KL-11', 'KUVM-2'];

/** How the victim of this fact was chosen, in facts of every engine. */
export function howChosen(fact: Extract<Fact, { type: 'VictimChosen' }>): HowChosen {
  if (fact.how !== undefined) return fact.how;
  if (fact.insteadOf !== undefined) return 'parent';
  if (fact.formula !== undefined) return 'rule';
  return ASKED.includes(fact.rule) ? 'asked' : 'points';
}
