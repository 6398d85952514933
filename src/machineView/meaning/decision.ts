import type { Fact, PolicyId } from '@overcommit/engine';
import type { DecisionContext } from './decisionContext.ts';

type VictimChosen = Extract<Fact, { type: 'VictimChosen' }>;
type ChargeDecided = Extract<Fact, { type: 'ChargeDecided' }>;

/** A decision worth a card: a kill, or a refused charge. `context` null: not computed. */
export type Decision = {
  seq: number;
  tick: number;
  actor: string;
  line: string;
  policy: PolicyId;
  context: DecisionContext | null;
} & ({ kind: 'kill'; fact: VictimChosen; kernelLines: string[] } | { kind: 'refusal'; fact: ChargeDecided });
