import type { Command } from '../commands.ts';
import type { Rejection } from '../entry.ts';
import { liveProcess, regionOf, spaceOf } from '../memory/space.ts';
import type { Machine } from '../state.ts';

/**
 * [MM-15] A kernel gives a mapping no name; the lab language does, and a name stands for one mapping. A typed line with a name
 * that the process uses already is rejected. Asked of new lines only, never of a recorded command.
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
