import { type Entry, isPlatformVerb } from '@overcommit/engine';
import { ownerOf, type Seating } from './seating.ts';

/** The actor of what the platform does itself: ticks, seats, the starting script. */
export const PLATFORM = 'system';

/** Whether a person typed this command. Ticks of the clock, seats and answers to questions are not. */
export function isTyped({ actor, command }: Pick<Entry, 'actor' | 'command'>): boolean {
  return actor !== PLATFORM && !isPlatformVerb(command.verb);
}

/**
 * The person behind what a process did in an entry: who typed the command, or, at a tick and in the platform's own
 * commands, whose process it is. Null = the system itself.
 */
export function personBehind(
  { actor, command }: Pick<Entry, 'actor' | 'command'>,
  { seating, pid, uid }: { seating: Seating; pid: number; uid?: number },
): string | null {
  return actor === PLATFORM || command.verb === 'tick' ? ownerOf(seating, pid, uid) : actor;
}
