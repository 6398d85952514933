import { commandText, parseLine } from '@overcommit/engine';
import type { GuideShape, GuideStepShape } from '@overcommit/protocol/api';
import { actingProcess } from '@overcommit/reading';
import type { SeatLike } from './people.ts';

/** A line as the log prints it; lines that mean the same are equal then. */
function printed(line: string): string {
  const parsed = parseLine(line);
  return parsed.ok ? commandText(parsed.command) : line;
}

/**
 * Which lines of each step were sent, by whoever. A line that several steps have counts for the first of them, then for
 * the next.
 * @param sent the lines of the log, in any order
 */
export function linesSent(steps: readonly GuideStepShape[], sent: readonly { line: string }[]): Map<string, boolean[]> {
  const left = new Map<string, number>();
  for (const { line } of sent) left.set(line, (left.get(line) ?? 0) + 1);
  const take = (line: string): boolean => {
    const text = printed(line);
    const count = left.get(text) ?? 0;
    if (count > 0) left.set(text, count - 1);
    return count > 0;
  };
  return new Map(steps.map(({ id, lines }) => [id, lines.map(take)]));
}

/** The first step that is neither done nor passed over; null = none is left. */
export const stepNow = ({ steps }: Pick<GuideShape, 'steps'>): GuideStepShape | null =>
  steps.find(({ state }) => state === 'open') ?? null;

/** What is known of the people at a machine. `members`: those whose parts the handout gives out, in the order of seats. */
export type Cast = { members: readonly SeatLike[]; processes: readonly { name: string; owner: string | null }[] };

/** Whose turn a step is; null = anyone's. Who owns the process of its first line does it, else who has that part. */
export function doerOf(
  { who, lines }: Pick<GuideStepShape, 'who' | 'lines'>,
  { members, processes }: Cast,
): string | null {
  for (const line of lines) {
    const parsed = parseLine(line);
    const name = parsed.ok ? actingProcess(parsed.command) : '';
    const owner = processes.find((process) => process.name === name)?.owner;
    if (owner && members.some(({ actorId }) => actorId === owner)) return owner;
  }
  if (who === 'anyone') return null;
  const [first, second] = members;
  return (who === 'second' ? (second ?? first) : first)?.actorId ?? null;
}

/** On a machine of a course its students, elsewhere everyone who has a place. */
export function membersOf(seats: readonly SeatLike[], isClass: boolean): SeatLike[] {
  const here = seats.filter(({ isRemoved }) => !isRemoved);
  const students = here.filter(({ role }) => role === 'student');
  return isClass && students.length > 0 ? students : here;
}

/** The title of the machine’s page: the lab’s part of it is held back with the rest. */
export function shownTitle(title: string, guide: Pick<GuideShape, 'title' | 'isHeld'> | undefined): string {
  if (!guide?.isHeld) return title;
  return [guide.title, ...title.split(' · ').slice(1)].join(' · ');
}

/** Who was killed, for the headline of two machines side by side. */
export function diedWords(killed: readonly { seq: number; process: string }[]): string {
  if (killed.length === 0) return 'nobody died';
  return killed.map(({ seq, process }) => `${process} died at #${seq}`).join(', ');
}
