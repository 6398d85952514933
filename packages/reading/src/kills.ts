import { type Entry, type FactOf, factsOf, type HowChosen } from '@overcommit/engine';
import { personBehind } from './causes.ts';
import { ownerOf, type Seating } from './seating.ts';

/** The kernel's choice of a victim, with the arithmetic of all candidates. */
export type KillFact = FactOf<'VictimChosen'>;

/**
 * How a victim was chosen. `asker`: it was the one that asked for the page. `child`: in the place of the parent that had
 * the most points. `rule`: by the machine's own scoring rule. `points`: by the kernel's formula.
 */
export type KillChoice = HowChosen;

/** A kill for memory. `owner` and `causedBy` are actors; null = the system's own. */
export type Kill = {
  victim: { pid: number; process: string; uid: number | null; owner: string | null; points: number };
  /** The process that asked for the page that was missing. */
  trigger: KillFact['trigger'];
  causedBy: string | null;
  choice: KillChoice;
  /** Who would have been next; `marginPages`: how many pages fewer would have saved the victim. Null = no one else. */
  runnerUp: KillFact['runnerUp'];
  /** The control group that was full; null = the machine was. */
  group: string | null;
  fact: KillFact;
};

/** The kills of an entry, in order. @param seating as it stands after the facts of the entry */
export function killsIn(entry: Pick<Entry, 'actor' | 'command' | 'facts'>, seating: Seating): Kill[] {
  return killFactsIn(entry).map((fact) => {
    const { victim, trigger, runnerUp } = fact;
    const uid = uidOf(fact, victim.pid);
    return {
      victim: { ...victim, uid: uid ?? null, owner: ownerOf(seating, victim.pid, uid) },
      trigger,
      causedBy: personBehind(entry, { seating, pid: trigger.pid, uid: uidOf(fact, trigger.pid) }),
      choice: choiceOf(fact),
      runnerUp,
      group: groupOf(fact),
      fact,
    };
  });
}

/** For readers that need no persons. */
export function killFactsIn(entry: Pick<Entry, 'facts'>): KillFact[] {
  return factsOf(entry, 'VictimChosen');
}

export function hasKill({ facts }: Pick<Entry, 'facts'>): boolean {
  return facts.some(isKillFact);
}

export function isKillFact(fact: Entry['facts'][number]): fact is KillFact {
  return fact.type === 'VictimChosen';
}

function uidOf({ candidates }: KillFact, pid: number): number | undefined {
  return candidates.find((one) => one.pid === pid)?.uid;
}

/** The control group that was full; null = the machine was. */
export function groupOf({ scope }: KillFact): string | null {
  return scope === 'machine' ? null : scope.cgroup;
}

/** Rules of kernels by which the asker dies. Up to engine 0.4 only the rule's number tells it. */
const ASKER_RULES: readonly string[] = ['OOM5', 'KL-11', 'KUVM-2'];

export function choiceOf({ how, rule, insteadOf, formula }: KillFact): KillChoice {
  if (how !== undefined) return how;
  if (ASKER_RULES.includes(rule)) return 'asker';
  if (insteadOf) return 'child';
  return formula === undefined ? 'points' : 'rule';
}
