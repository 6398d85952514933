import type { PolicyId } from '@overcommit/engine';
import type { DecisionContext } from './decisionContext.ts';
import type { KillFact } from './kills.ts';
import type { RefusalFact } from './refusals.ts';

/** A decision worth a card: a kill, or a refused charge. `context` null: not computed. */
export type Decision = {
  seq: number;
  tick: number;
  actor: string;
  line: string;
  policy: PolicyId;
  context: DecisionContext | null;
} & ({ kind: 'kill'; fact: KillFact; kernelLines: string[] } | { kind: 'refusal'; fact: RefusalFact });
