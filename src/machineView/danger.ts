import type { ProcessView } from '@overcommit/engine';
import { count, mib } from '@overcommit/reading';
import type { People, SeatLike } from './people.ts';

export type Danger = {
  process: ProcessView;
  /** The process that would die otherwise; null when there is no other. */
  second: ProcessView | null;
};

/** My process, if it is the next victim; else null. */
export function dangerOf(processes: readonly ProcessView[], seat: SeatLike | null): Danger | null {
  const process = processes.find((p) => p.rank === 1);
  if (!seat || !process || process.owner !== seat.actorId) return null;
  return { process, second: processes.find((p) => p.rank === 2) ?? null };
}

/** Less than a tenth of a MiB is shown in pages: "0.0 MiB" would read as no lead. */
const LEAST_IN_MIB = 26;
function leadWords(pages: number): string {
  if (pages <= 0) return 'level with';
  return `${pages < LEAST_IN_MIB ? count(pages, 'page') : mib(pages)} ahead of`;
}

/** Which process it is ahead of, and how much RAM is free. The lead is a figure only where points are pages. */
export function dangerSentence(
  { process, second }: Danger,
  { freePages, isInPages, people }: { freePages: number; isInPages: boolean; people: People },
): string {
  const whose = second?.owner && second.owner !== process.owner ? `${people.name(second.owner)}’s ` : '';
  const lead = isInPages ? leadWords(second?.marginPages ?? 0) : 'before';
  const after = second ? `, ${lead} ${whose}${second.name}` : '';
  return `If memory runs out now, ${process.name} dies first${after}. ${mib(freePages)} of RAM are free.`;
}
