import type { ForkAsk, PolicyId, RefusalFact } from '@overcommit/engine';
import type { DecisionContext } from './decisionContext.ts';
import type { KillFact } from './kills.ts';

/** A decision worth a card: a kill, or a refusal by a kernel's sum or by a limit. `context` null: not computed. */
export type Decision = {
  seq: number;
  tick: number;
  actor: string;
  line: string;
  policy: PolicyId;
  context: DecisionContext | null;
} & (
  | { kind: 'kill'; fact: KillFact; kernelLines: string[] }
  | /** `ask`: all that a fork asked for; null = not a fork, or the log does not say. */ {
      kind: 'refusal';
      fact: RefusalFact;
      ask: ForkAsk | null;
    }
);
