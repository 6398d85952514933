export type FreebsdShortage = 'mem' | 'swapz';
export type FreebsdThreadState = 'running' | 'runq' | 'sleeping' | 'suspended' | 'other';

export type FreebsdProcess = {
  pid: number;
  isProtected: boolean;
  isSystem: boolean;
  isInExec: boolean;
  isKilled: boolean;
  isNormal: boolean;
  thread: FreebsdThreadState;
  hasMemory: boolean;
  swapPages: number;
  residentPages: number;
};

/** Pids below this are spared while any swap is left. */
const LOW_PID = 48;

/**
 * The process FreeBSD kills: the biggest that may be killed, the first of equals; null if none has a page.
 * SPEC [BSD-5]..[BSD-7]. Source: sys/vm/vm_pageout.c vm_pageout_oom, 0012f373e43d and 9.3.
 */
export function freebsdVictim(
  processes: readonly FreebsdProcess[],
  shortage: FreebsdShortage,
  swapAvailablePages: number,
): FreebsdProcess | null {
  let biggest: FreebsdProcess | null = null;
  let biggestPages = 0;
  for (const process of processes) {
    if (freebsdExemption(process, swapAvailablePages) !== null) continue;
    const pages = freebsdSize(process, shortage);
    if (pages > biggestPages) {
      biggest = process;
      biggestPages = pages;
    }
  }
  return biggest;
}

/** Pages that a process weighs: its swap, and its resident pages unless only swap metadata is short. */
export function freebsdSize(process: FreebsdProcess, shortage: FreebsdShortage): number {
  return process.swapPages + (shortage === 'mem' ? process.residentPages : 0);
}

/** Why a process cannot be chosen; null = it can. */
export function freebsdExemption(process: FreebsdProcess, swapAvailablePages: number): string | null {
  if (!process.isNormal) return 'not in a normal state';
  if (process.isInExec) return 'in exec';
  if (process.isProtected) return 'protected';
  if (process.isSystem) return 'system process';
  if (process.pid === 1) return 'init';
  if (process.isKilled) return 'already killed';
  if (process.pid < LOW_PID && swapAvailablePages !== 0) return 'pid below 48 while swap is left';
  if (process.thread === 'other') return 'a thread is in transition';
  return process.hasMemory ? null : 'no memory';
}
