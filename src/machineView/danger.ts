import type { CommitView, ProcessView } from '@overcommit/engine';
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

/** `pagingSpace`: what runs out on a kernel that watches it. */
type Surroundings = {
  freePages: number;
  pagingSpace: CommitView['pagingSpace'];
  isInPages: boolean;
  people: People;
};

/** Which process it is ahead of, and how much is free of what runs out. The lead is a figure only where points are pages. */
export function dangerSentence(
  { process, second }: Danger,
  { freePages, pagingSpace, isInPages, people }: Surroundings,
): string {
  const whose = second?.owner && second.owner !== process.owner ? `${people.name(second.owner)}’s ` : '';
  const lead = isInPages ? leadWords(second?.marginPages ?? 0) : 'before';
  const after = second ? `, ${lead} ${whose}${second.name}` : '';
  const what = pagingSpace ? 'paging space' : 'memory';
  const left = pagingSpace ? pagingSpace.total - pagingSpace.used : freePages;
  const mark = pagingSpace && pagingSpace.npskill > 0 ? `; below ${mib(pagingSpace.npskill)} this kernel kills` : '';
  return `If ${what} runs out now, ${process.name} dies first${after}. ${mib(left)} of ${pagingSpace ? what : 'RAM'} are free${mark}.`;
}
