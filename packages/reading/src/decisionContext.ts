import {
  type Entry,
  type Fact,
  isRefusalFact,
  type Machine,
  ownLimitOf,
  type Remedy,
  type Rescue,
  remediesOf,
  rescuesOf,
} from '@overcommit/engine';
import { groupOf, isKillFact } from './kills.ts';
import type { LimitFact } from './refusals.ts';

/** The machine's state at a decision, and what would have changed the decision. Sizes in pages. */
export type DecisionContext = {
  /** The overcommit setting of a kernel that has one. */
  mode: number | null;
  ramPages: number;
  freePages: number;
  swapPages: number;
  /** Promised before the decision. */
  promisedPages: number;
  /** memory.max of the control group that the killer kept to. */
  groupPages: number | null;
  /** Of a refusal. */
  remedies: Remedy[];
  /** Of a kill. */
  rescues: Rescue[];
};

export type Contexts = Map<Fact, DecisionContext>;

/**
 * The refusal by a limit that an answer stands for, in a log before 0.5.0. Null for every other answer, and where a fact says
 * it. @param m the machine at the answer
 */
export function refusedByLimit(m: Machine, entry: Entry, fact: Fact): LimitFact | null {
  if (fact.type !== 'Answered' || entry.facts.some(isRefusalFact)) return null;
  return ownLimitOf(m, entry.command, fact);
}

/** Computed while the machine is still as it was before the fact. Null if the fact has no card. */
export function contextOf(m: Machine, fact: Fact): DecisionContext | null {
  const isKill = isKillFact(fact);
  if (!isKill && !isRefusalFact(fact)) return null;
  const group = isKill ? groupOf(fact) : null;
  return {
    mode: m.tunables['vm/overcommit_memory'] ?? m.tunables['vm/overcommit'] ?? null,
    ramPages: m.ramPages,
    freePages: m.freeFrames,
    swapPages: m.swapPages,
    promisedPages: m.committed,
    groupPages: m.groups.find((g) => g.name === group)?.max ?? null,
    remedies: fact.type === 'ChargeDecided' ? remediesOf(m, fact) : [],
    rescues: isKill ? rescuesOf(m, fact) : [],
  };
}
