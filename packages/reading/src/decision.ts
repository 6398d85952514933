import type { CallResult, FactOf, ForkAsk, PolicyId, RefusalFact } from '@overcommit/engine';
import type { DecisionContext } from './decisionContext.ts';
import type { KillFact } from './kills.ts';

/**
 * What came of a refused request: the call was too far gone and its process ended by a signal, or it answered. `result` is
 * an errno, a signal, or `ok` where no answer carries the refusal.
 */
export type RefusalOutcome =
  | { kind: 'ended'; signal: number }
  | { kind: 'answered'; result: CallResult; detail?: string };

/** A decision worth a card: a kill, a refusal by a kernel's sum or by a limit, or AIX's warning to all. `context` null: not computed. */
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
      outcome: RefusalOutcome;
    }

  /** `listeners`: who has a handler, and what it does; null = the log alone does not say. */
  | { kind: 'warning'; fact: FactOf<'DangerSignalled'>; listeners: Listener[] | null }
);

export type Listener = { process: string; does: 'exit' | 'release' };
