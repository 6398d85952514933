import type { Entry } from '@overcommit/engine';
import { createReader, type Reading } from './reader.ts';

/** What one person did and met. */
export type Activity = {
  /** Commands that the person typed. */
  commands: number;
  /** Of those, how many the kernel answered with an error of use. */
  errors: number;
  /** Refusals of memory, of the person's commands and of the programs in the person's processes. */
  refusals: number;
  /** Kills that came when the person's command or process asked for a page. The victim can be anyone's. */
  killsCaused: number;
  /** Kills of the person's own processes. */
  killsSuffered: number;
};

/** By actor; the system's own doings are not counted. */
export type Activities = Map<string, Activity>;

export const NO_ACTIVITY: Activity = { commands: 0, errors: 0, refusals: 0, killsCaused: 0, killsSuffered: 0 };

/** Adds what one entry means. */
export function noteActivity(activities: Activities, { entry, isTyped, answer, refusals, kills }: Reading): void {
  const add = (actor: string | null, what: keyof Activity) => {
    if (actor === null) return;
    const before = activities.get(actor) ?? NO_ACTIVITY;
    activities.set(actor, { ...before, [what]: before[what] + 1 });
  };
  if (isTyped) add(entry.actor, 'commands');
  if (isTyped && answer.kind === 'error') add(entry.actor, 'errors');
  for (const { actor } of refusals) add(actor, 'refusals');
  for (const { causedBy, victim } of kills) {
    add(causedBy, 'killsCaused');
    add(victim.owner, 'killsSuffered');
  }
}

/** Of a log from its beginning. */
export function activityIn(entries: readonly Entry[]): Activities {
  const activities: Activities = new Map();
  const reader = createReader();
  for (const entry of entries) noteActivity(activities, reader.read(entry));
  return activities;
}

/** Of two stretches of one log together. */
export function addActivities(older: Activities, newer: Activities): Activities {
  const sums: Activities = new Map(older);
  for (const [actor, more] of newer) {
    const { commands, errors, refusals, killsCaused, killsSuffered } = sums.get(actor) ?? NO_ACTIVITY;
    sums.set(actor, {
      commands: commands + more.commands,
      errors: errors + more.errors,
      refusals: refusals + more.refusals,
      killsCaused: killsCaused + more.killsCaused,
      killsSuffered: killsSuffered + more.killsSuffered,
    });
  }
  return sums;
}
