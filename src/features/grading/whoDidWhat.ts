import { type Entry, isPlatformVerb } from '@overcommit/engine';

export type Doer = { commands: number; refusals: number; killsCaused: number };

/** Commands, refusals and kills by the actor whose command it was. Seats, ticks, the clock and answers to questions are nobody's work. */
export function whoDidWhat(entries: readonly Entry[]): Map<string, Doer> {
  const found = new Map<string, Doer>();
  for (const { actor, command, facts } of entries) {
    if (actor === 'system' || isPlatformVerb(command.verb)) continue;
    const before = found.get(actor) ?? { commands: 0, refusals: 0, killsCaused: 0 };
    const answer = facts.find((fact) => fact.type === 'Answered');
    const isRefused = answer?.result === 'ENOMEM' || answer?.result === 'EAGAIN';
    const kills = facts.filter((fact) => fact.type === 'VictimChosen').length;
    found.set(actor, {
      commands: before.commands + 1,
      refusals: before.refusals + (isRefused ? 1 : 0),
      killsCaused: before.killsCaused + kills,
    });
  }
  return found;
}
