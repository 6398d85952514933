import {
  type Entry,
  type Fact,
  type Machine,
  type OwnLimit,
  ownLimitOf,
  type Remedy,
  type Rescue,
  remediesOf,
  rescuesOf,
} from '@overcommit/engine';
import { groupOf, isKillFact } from './kills.ts';
import { isRefusalFact, type RefusalFact } from './refusals.ts';
import { mib } from './words/format.ts';

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
 * A refusal by a limit of the process or on threads, in the shape of a refused charge, because old logs have no fact for it.
 * Null for every other answer. @param m the machine at the answer
 */
export function refusedByLimit(m: Machine, entry: Entry, fact: Fact): RefusalFact | null {
  const own = fact.type === 'Answered' ? ownLimitOf(m, entry.command, fact) : null;
  if (!own || fact.type !== 'Answered') return null;
  if (entry.facts.some(isRefusalFact)) return null;
  const { pid, process, asked, counted, limit, what } = own;
  return {
    ...{ type: 'ChargeDecided', pid, process, call: entry.command.verb, isGranted: false },
    ...{ asked, counted, limit, isSummed: true, terms: [], rule: ruleOf(what) },
    errno: fact.result as RefusalFact['errno'],
    remedy: remedyOf(m, own),
  };
}

const ruleOf = (what: OwnLimit['what']): string => (what === 'threads-max' ? what : `RLIMIT_${what.toUpperCase()}`);

function remedyOf({ tunables }: Machine, { what, counted, asked }: OwnLimit): string {
  const enough = counted + asked;
  if (what !== 'threads-max')
    return `an ${ruleOf(what)} of ${what === 'nproc' ? enough : mib(enough)}; once lowered, only root raises it again`;
  const name = 'kernel/threads-max';
  return name in tunables
    ? `sysctl ${name} ${enough}, which only root may set; or the end of somebody`
    : 'the end of somebody';
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
    remedies: isKill ? [] : remediesOf(m, fact),
    rescues: isKill ? rescuesOf(m, fact) : [],
  };
}
