import type { Machine, Process } from '../state.ts';

/** Where the kernel has no such tunable, the machine's settings may still bound it. */
const USUAL_MOST = 2000;

function mostThreads(m: Machine): number {
  return (
    m.tunables['kernel/threads-max'] ?? (Number(m.spec.settings['kernel/threads-max'] ?? USUAL_MOST) || USUAL_MOST)
  );
}

/** RLIMIT_NPROC as a process starts with it. kernel/fork.c:fork_init. */
export function usualMostProcesses(m: Machine): number {
  return Math.floor(mostThreads(m) / 2);
}

/**
 * [LIM3] kernel/fork.c:copy_process: EAGAIN at RLIMIT_NPROC, of which root is free, and at threads-max, of which nobody
 * is. Why there can be no further process or thread, in words; null = there can.
 */
export function tooMany(m: Machine, { uid, limits }: Process): string | null {
  const threadsMax = mostThreads(m);
  const all = m.processes.reduce((sum, p) => sum + 1 + p.threads.length, 0);
  if (all >= threadsMax) return `the machine has its ${threadsMax} threads (kernel/threads-max)`;
  if (uid === 0) return null;
  const limit = limits.nproc ?? usualMostProcesses(m);
  const own = m.processes.reduce(
    (sum, p) => sum + (p.uid === uid && p.state !== 'zombie' ? 1 + p.threads.length : 0),
    0,
  );
  return own >= limit ? 'RLIMIT_NPROC reached' : null;
}
