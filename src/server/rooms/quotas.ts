import { type Command, type Machine, needsTicks, type Rejection, type Verb } from '@overcommit/engine';
import type { RoomLimits } from './limits.ts';

const MAKES_PROCESS = new Set<Verb>(['spawn', 'fork', 'vfork', 'posix_spawn', 'run']);
const MAKES_VMA = new Set<Verb>(['spawn', 'fork', 'posix_spawn', 'mmap', 'mremap', 'mprotect', 'munmap', 'run']);

/** Refuses a command that would take too much from other machines; null = within the limits. */
export function overQuota(machine: Machine, command: Command, limits: RoomLimits): Rejection | null {
  if (MAKES_PROCESS.has(command.verb) && machine.processes.length >= limits.processes) {
    return over(`This machine has its ${limits.processes} processes.`, 'Let some exit first: exit P 0, then wait.');
  }
  if (MAKES_VMA.has(command.verb) && countVmas(machine) >= limits.vmas) {
    return over(`This machine has its ${limits.vmas} mappings.`, 'Unmap some first: munmap P REGION.');
  }
  return overSize(command, limits, machine);
}

/** Refuses a command that asks for too much on any machine; null = it does not. */
export function overSize(command: Command, limits: RoomLimits, machine: Machine | null = null): Rejection | null {
  // Ticks in which nothing acts pass all at once.
  const most = machine && !needsTicks(machine) ? limits.idleTicksPerCommand : limits.ticksPerCommand;
  if (command.verb === 'tick' && command.count > most) {
    return over(`One command may ask for at most ${most} ticks.`, `tick ${most}`);
  }
  if (command.verb === 'clock' && (command.ticksPerSecond ?? 0) > limits.ticksPerSecond) {
    return over(`The clock goes at most at ${limits.ticksPerSecond} ticks a second.`);
  }
  if (command.verb === 'run' && (command.body?.length ?? 0) > limits.scriptLines) {
    return { code: 'TOO_LARGE', message: `A loop has at most ${limits.scriptLines} lines.` };
  }
  return null;
}

function countVmas(machine: Machine): number {
  return machine.spaces.reduce((count, space) => count + space.vmas.length, 0);
}

export function over(message: string, hint?: string): Rejection {
  return hint === undefined ? { code: 'OVER_QUOTA', message } : { code: 'OVER_QUOTA', message, hint };
}
