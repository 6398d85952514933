import { type Fact, type Machine, type Remedy, type Rescue, remediesOf, rescuesOf } from '@overcommit/engine';

/** How the machine stood at a decision, and what would have turned it. Sizes in pages. */
export type DecisionContext = {
  /** The overcommit setting of a kernel that has one. */
  mode: number | null;
  ramPages: number;
  freePages: number;
  swapPages: number;
  /** memory.max of the control group that the killer kept to. */
  groupPages: number | null;
  /** Of a refusal. */
  remedies: Remedy[];
  /** Of a kill. */
  rescues: Rescue[];
};

export type Contexts = Map<Fact, DecisionContext>;

/** Worked out while the machine stands as it did; null where the fact is no decision worth a card. */
export function contextOf(m: Machine, fact: Fact): DecisionContext | null {
  const isKill = fact.type === 'VictimChosen';
  if (!isKill && !(fact.type === 'ChargeDecided' && !fact.isGranted)) return null;
  const group = isKill && fact.scope !== 'machine' ? fact.scope.cgroup : null;
  return {
    mode: m.tunables['vm/overcommit_memory'] ?? m.tunables['vm/overcommit'] ?? null,
    ramPages: m.ramPages,
    freePages: m.freeFrames,
    swapPages: m.swapPages,
    groupPages: m.groups.find((g) => g.name === group)?.max ?? null,
    remedies: isKill ? [] : remediesOf(m, fact),
    rescues: isKill ? rescuesOf(m, fact) : [],
  };
}
