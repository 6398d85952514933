import { hasCapability } from '../kernels/measure.ts';
import type { LimitHit } from '../limitHit.ts';
import type { Machine, Process } from '../state.ts';

/** Where the kernel has no such tunable, the machine's settings may still bound it. */
const USUAL_MOST = 2000;

function mostThreads(m: Machine): number {
  return (
    m.tunables['kernel/threads-max'] ?? (Number(m.spec.settings['kernel/threads-max'] ?? USUAL_MOST) || USUAL_MOST)
  );
}

/** RLIMIT_NPROC of a new process, in processes and threads. kernel/fork.c:fork_init. */
export function usualMostProcesses(m: Machine): number {
  return Math.floor(mostThreads(m) / 2);
}

/**
 * [LIM-3] kernel/fork.c:copy_process: EAGAIN at RLIMIT_NPROC, of which root is free and who has CAP_SYS_RESOURCE or
 * CAP_SYS_ADMIN, and at threads-max, which binds all. A zombie counts until its parent has reaped it
 * (kernel/exit.c:release_task). Null = there can be one more.
 */
export function processLimitHit(m: Machine, process: Process): LimitHit | null {
  const { uid, limits } = process;
  const threadsMax = mostThreads(m);
  const threads = m.processes.reduce((sum, p) => sum + 1 + p.threads.length, 0);
  if (threads >= threadsMax) return { what: 'threads-max', asked: 1, counted: threads, limit: threadsMax };
  const isFree = ['CAP_SYS_RESOURCE', 'CAP_SYS_ADMIN'].some((name) => hasCapability(process, name));
  if (uid === 0 || isFree) return null;
  const limit = limits.nproc ?? usualMostProcesses(m);
  const counted = m.processes.reduce((sum, p) => sum + (p.uid === uid ? 1 + p.threads.length : 0), 0);
  return counted >= limit ? { what: 'nproc', asked: 1, counted, limit } : null;
}
