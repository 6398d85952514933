import type { LaneReport, ProcessFate, ProcessOutcome } from '@overcommit/engine';
import { killCount } from './fates.ts';
import { type Names, nameOf, whose } from './words.ts';

/**
 * A kill to learn from. `at`: the entry in which it happened; `before`: the entry to go back to, after which everything
 * can still change; `role`: the actor's own process died, or the actor's call caused the death of another.
 */
export type KillMoment = {
  key: string;
  process: string;
  at: number;
  before: number;
  role: 'died' | 'caused';
  /** The call that needed the memory, and the process that made it, where the log says so. */
  trigger: { process: string | null; call: string | null };
  words: string;
};

type KilledFate = Extract<ProcessFate, { kind: 'killed' }>;

/** The moments at which an actor's process was killed for memory, or killed another's, in order. Reads a lane's report: see `recordedLane`. */
export function killMoments(lane: LaneReport, { actor, names = {} }: { actor: string; names?: Names }): KillMoment[] {
  const moments = lane.outcomes.flatMap((outcome): KillMoment[] => {
    const { fate, owner, key, process } = outcome;
    if (fate.kind !== 'killed' || fate.how !== 'oom-kill') return [];
    const role = owner.actor === actor ? 'died' : fate.by.actor === actor ? 'caused' : null;
    if (role === null) return [];
    const trigger = { process: fate.by.process, call: fate.by.call };
    const words = role === 'died' ? diedText(outcome, fate, names) : causedText(outcome, fate, names);
    return [{ key, process, at: fate.at, before: fate.at - 1, role, trigger, words }];
  });
  return moments.sort((a, b) => a.at - b.at);
}

function diedText({ process }: ProcessOutcome, { at, by }: KilledFate, names: Names): string {
  const who = nameOf(by.actor, names);
  const trigger =
    by.process === null || by.process === process ? 'it' : `${who === null ? '' : `${whose(who)} `}${by.process}`;
  return `Your ${process} was killed at #${at}, when ${trigger} needed memory (${by.call ?? 'a page'}).`;
}

function causedText({ process, owner }: ProcessOutcome, { at, by }: KilledFate, names: Names): string {
  const who = nameOf(owner.actor, names);
  const victim = who === null ? process : `${whose(who)} ${process}`;
  return `Your ${by.process ?? 'call'} needed memory at #${at} (${by.call ?? 'a page'}), and ${victim} was killed for it.`;
}

/**
 * `better`: it lives at the same input and to the end, and no further process is killed. `later`: it is still killed, but
 * after that input. `gone`: it was not killed, but is not there either. `worse`: more are killed than were.
 */
export type Verdict = { verdict: 'better' | 'later' | 'same' | 'gone' | 'worse'; hasImproved: boolean; words: string };

/** SPEC [VAR-14] Whether a variation improved the outcome of a kill. */
export function judge({ main, lane, moment }: { main: LaneReport; lane: LaneReport; moment: KillMoment }): Verdict {
  const fate = lane.outcomes.find(({ key }) => key === moment.key)?.fate ?? { kind: 'unborn' };
  const [before, now] = [killCount(main), killCount(lane)];
  const { process, at } = moment;
  const kills = now === before ? `${now} killed in all, as before` : `${now} killed in all instead of ${before}`;
  const say = (verdict: Verdict['verdict'], words: string): Verdict => ({
    verdict,
    hasImproved: verdict === 'better',
    words: `${words}; ${kills}.`,
  });
  const isKilled = fate.kind === 'killed' && fate.how === 'oom-kill';
  if (lane.panic !== null || lane.gaveUp)
    return say('worse', lane.panic === null ? `the run ended early` : 'the machine crashed');
  if (now > before)
    return say('worse', `${process} ${isKilled ? `was killed at #${fate.at}` : 'was saved'}, but at others’ cost`);
  if (isKilled)
    return fate.at > at
      ? say('later', `${process} was killed at #${fate.at} instead of #${at}`)
      : say('same', `${process} was killed at #${fate.at} again`);
  if (fate.kind === 'lived' || (fate.kind === 'exited' && fate.at > at))
    return say('better', `${process} lives at #${at}`);
  if (fate.kind === 'hung') return say('gone', `${process} is not killed, but hangs since #${fate.at}`);
  return say('gone', `${process} is not killed, but it is not there at #${at} either`);
}
