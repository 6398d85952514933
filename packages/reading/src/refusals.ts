import {
  type CallResult,
  type Command,
  type Entry,
  type FactOf,
  type RefusalFact,
  refusalsIn,
} from '@overcommit/engine';
import { personBehind } from './causes.ts';
import { ownerOf, type Seating } from './seating.ts';

/** A refusal of memory: a process asked for memory and did not get it. Sizes in pages. */
export type Refusal = {
  /** The person who was refused; null = the system itself. */
  actor: string | null;
  verb: Command['verb'];
  /** The process that asked; '' where the command names none. */
  process: string;
  errno: CallResult;
  /** The arithmetic; null where there is none. */
  fact: RefusalFact | null;
  /** A program asked for it by itself. */
  isByProgram: boolean;
};

/** Refused by a number that was set for a process or for all threads, not by what the machine has. */
export type LimitFact = FactOf<'RequestRefused'>;

export function isLimitFact(fact: RefusalFact): fact is LimitFact {
  return fact.type === 'RequestRefused';
}

/** The refusals of memory in an entry, in order. @param seating as it stands after the facts of the entry */
export function refusalsOf(entry: Entry, seating: Seating): Refusal[] {
  return refusalsIn(entry).map(({ command, program, errno, fact }) => {
    const asked = command ?? entry.command;
    return {
      actor: program ? ownerOf(seating, program.pid) : personBehind(entry, { seating, pid: fact?.pid ?? -1 }),
      verb: asked.verb,
      process: program?.process ?? actingProcess(asked),
      errno,
      fact,
      isByProgram: program !== null,
    };
  });
}

/** The process that a command is about: the new one of `spawn`, the parent of a fork; '' where it names none. */
export function actingProcess(command: Command): string {
  if (command.verb === 'spawn') return command.name;
  if ('process' in command) return command.process;
  return 'parent' in command ? command.parent : '';
}
