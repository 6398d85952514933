import type { Command } from '../commands.ts';
import type { Rejection } from '../entry.ts';
import { liveProcess, regionOf, spaceOf } from '../memory/space.ts';
import type { Machine } from '../state.ts';

/**
 * [MM-15] A kernel gives a mapping no name; the lab language does, and a name stands for one. What is typed under a name that
 * the process has already is no command. Asked where new lines come in, never of a recorded one.
 */
export function nameInUse(m: Machine, command: Command): Rejection | null {
  const process = command.verb === 'mmap' ? liveProcess(m, command.process) : undefined;
  if (command.verb !== 'mmap' || !process || process.space === null) return null;
  const { region } = command;
  if (!regionOf(spaceOf(m, process.space), region)) return null;
  return {
    code: 'BAD_LINE',
    message: `${process.name} has a region ${region} already.`,
    hint: `Take another name, or give it back first: munmap ${process.name} ${region}.`,
  };
}
