import type { ProcessView } from '@overcommit/engine';
import { mib } from './format.ts';
import type { People, SeatLike } from './people.ts';

export type Danger = {
  process: ProcessView;
  /** Whom the killer would take otherwise; null when there is nobody else. */
  second: ProcessView | null;
};

/** Mine that would be killed if the killer struck now. Null when it is somebody else's, or nobody's. */
export function dangerOf(processes: readonly ProcessView[], seat: SeatLike | null): Danger | null {
  const process = processes.find((p) => p.rank === 1);
  if (!seat || !process || process.owner !== seat.actorId) return null;
  return { process, second: processes.find((p) => p.rank === 2) ?? null };
}

/** How far ahead of the next one it is, and how much is left until it matters. */
export function dangerSentence({ process, second }: Danger, freePages: number, people: People): string {
  const whose = second?.owner && second.owner !== process.owner ? `${people.name(second.owner)}’s ` : '';
  const lead = second ? `, ${mib(Math.max(0, second.marginPages ?? 0))} ahead of ${whose}${second.name}` : '';
  return `If memory runs out now, ${process.name} dies first${lead}. ${mib(freePages)} of RAM are free.`;
}
