import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import type { Command, RlimitName } from '../commands.ts';
import { hasCapability } from '../kernels/measure.ts';
import { usualMemlock } from '../memory/limits.ts';
import type { Process } from '../state.ts';
import { usualMostProcesses } from './processLimit.ts';

/**
 * [LIM-4] kernel/sys.c:do_prlimit. The process sets its soft and hard limit at once: it may lower them, and only root, or who
 * has CAP_SYS_RESOURCE, raises the hard one again (EPERM).
 */
export function setLimit(act: Act, process: Process, { what, value }: Extract<Command, { verb: 'rlimit' }>): Answer {
  if (!hasCapability(process, 'CAP_SYS_RESOURCE') && value > hardLimit(act, process, what))
    return fails('EPERM', 'only root raises a limit again');
  emit(act, { type: 'LimitSet', pid: process.pid, what, value });
  return OK;
}

/** What a process starts with; the stack's soft limit of 8 MiB is not a hard limit. */
function hardLimit(act: Act, { limits }: Process, what: RlimitName): number {
  const memlock = usualMemlock(act);
  const usual = { memlock, nproc: usualMostProcesses(act.m), as: Infinity, data: Infinity, stack: Infinity };
  return limits[what] ?? usual[what];
}
