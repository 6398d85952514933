import { boot, type Entry, execute, type Machine, type MachineSpec, makeEntry, parseLine } from '@overcommit/engine';
import type { LabStep, StoryLine } from './lab.ts';

/** The people of a story: two students and one member of staff. */
export const HANDS = [
  { actor: 'ana', uid: 1000, role: 'student' },
  { actor: 'ben', uid: 1001, role: 'student' },
  { actor: 'staff', uid: 0, role: 'staff' },
] as const;

export type Played = { spec: MachineSpec; entries: Entry[]; machine: Machine };

/** A machine on which a story was played: starting script, three seats, then line by line. Throws on a line that would be rejected. */
export function playStory(spec: MachineSpec, story: readonly StoryLine[], script: readonly string[] = []): Played {
  const machine = boot(spec);
  const entries: Entry[] = [];
  const send = (actor: string, command: Entry['command']): void => {
    const done = execute(machine, command, actor);
    if (!done.ok) throw new Error(`${command.verb}: ${done.rejection.message}`);
    entries.push(makeEntry(machine, { actor, command, commandId: `c${entries.length}`, facts: done.facts }));
  };
  for (const line of script) send('system', commandOf(line));
  for (const seat of HANDS) send('system', { verb: 'seat', ...seat });
  for (const { hand, line } of story) send(hand, commandOf(line));
  return { spec, entries, machine };
}

function commandOf(line: string): Entry['command'] {
  const parsed = parseLine(line);
  if (!parsed.ok) throw new Error(`${line}: ${parsed.rejection.message}`);
  return parsed.command;
}

const HAND_OF = { anyone: 'ana', first: 'ana', second: 'ben' } as const;

/** The lines of the steps as a story: what anyone may do, Ana does. */
export const storyOf = (steps: readonly LabStep[]): StoryLine[] =>
  steps.flatMap(({ who, lines = [] }) => lines.map((line) => ({ hand: HAND_OF[who], line })));
