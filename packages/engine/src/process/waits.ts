/** Who waits for whom on one machine: threads for locks and for the ends of vfork. Reads only. */
import { spaceOf } from '../memory/space.ts';
import type { Lock, Machine, Process } from '../state.ts';

/** The thread that a process begins with. */
export const MAIN = 'main';

type ThreadAt = { process: Process; thread: string };
/** A machine, and whether its kernel's vfork stops every thread of the parent or only the one that calls it. */
export type Waits = { m: Machine; stopsThreads: boolean };
type Wait =
  | { for: 'lock'; lock: string; holder: ThreadAt | null }
  /** Stopped until that child execs or exits. */
  | { for: 'child'; holder: ThreadAt };

export function labelOf(process: string, thread: string): string {
  return thread === MAIN ? process : `${process}.${thread}`;
}

/** [TH-4] A vfork stops its caller; under Solaris all other threads of the parent too (os/fork.c:cfork, holdlwps). */
export function isStopped({ stopsThreads }: Waits, process: Process, thread: string): boolean {
  return process.state === 'suspended' && (thread === MAIN || stopsThreads);
}

export function awaitedBy(m: Machine, process: Process, thread: string): Lock | undefined {
  if (process.space === null) return undefined;
  return spaceOf(m, process.space).locks.find((l) =>
    l.waiters.some((w) => w.pid === process.pid && w.thread === thread),
  );
}

/** The thread that holds a lock; null = it is gone, and no other can give the lock back. */
function holderOf(m: Machine, { pid, thread }: Lock, space: number | null): ThreadAt | null {
  const process = m.processes.find((p) => p.pid === pid && p.space === space);
  return process && (thread === MAIN || process.threads.includes(thread)) ? { process, thread } : null;
}

/** The process, and the thread if it is not the first, that holds a lock of the address space with that id. */
export function holderName(m: Machine, lock: Lock, space: number | null): string {
  const holder = holderOf(m, lock, space);
  return holder ? labelOf(holder.process.name, holder.thread) : 'a thread that is gone';
}

function waitOf(waits: Waits, { process, thread }: ThreadAt): Wait | null {
  const { m } = waits;
  const lock = awaitedBy(m, process, thread);
  if (lock) return { for: 'lock', lock: lock.name, holder: holderOf(m, lock, process.space) };
  const child = isStopped(waits, process, thread) ? m.processes.find((p) => p.pid === process.waitsFor) : undefined;
  return child ? { for: 'child', holder: { process: child, thread: MAIN } } : null;
}

export type Deadlock = { cycle: string[]; words: string };

/**
 * [TH-5] Follow who waits for whom. A deadlock if the way comes back to one of them, or ends at a thread that is gone:
 * who held a lock when its process forked does not exist in the child.
 */
export function deadlockOf(waits: Waits, process: Process, thread: string): Deadlock | null {
  const cycle: string[] = [];
  const said: string[] = [];
  let at: ThreadAt = { process, thread };
  for (;;) {
    const name = labelOf(at.process.name, at.thread);
    const isClosed = cycle.includes(name);
    cycle.push(name);
    if (isClosed) return { cycle, words: `${said.join('; ')}. None of them can go on.` };
    const wait = waitOf(waits, at);
    if (!wait) return null;
    said.push(inWords(name, wait));
    if (!wait.holder) return { cycle: [...cycle, 'a thread that is gone'], words: `${said.join('; ')}.` };
    at = wait.holder;
  }
}

function inWords(name: string, wait: Wait): string {
  if (wait.for === 'child') return `${name} is stopped until ${wait.holder.process.name} execs or exits`;
  if (!wait.holder) return `${name} waits for the lock ${wait.lock}, whose holder is gone and can never give it back`;
  const holder = labelOf(wait.holder.process.name, wait.holder.thread);
  return `${name} waits for the lock ${wait.lock}, which ${holder === name ? 'it holds itself' : `${holder} holds`}`;
}

/** [TH-6] Why the process (its first thread) does not run, in words that follow its name; null = it does. */
export function whyAsleep(waits: Waits, process: Process): string | null {
  const { m } = waits;
  if (process.traits.stop) return 'is stopped until SIGCONT';
  const hangs = (): string => (deadlockOf(waits, process, MAIN) ? ': deadlock' : '');
  if (process.state === 'suspended') {
    const child = m.processes.find((p) => p.pid === process.waitsFor);
    return `waits for its vfork child ${child?.name ?? process.waitsFor}${hangs()}`;
  }
  if (process.state === 'blocked') {
    const lock = awaitedBy(m, process, MAIN);
    return lock
      ? `waits for the lock ${lock.name}, held by ${holderName(m, lock, process.space)}${hangs()}`
      : 'waits for a lock';
  }
  return process.state === 'waiting' ? 'waits for a child to end' : null;
}

/** [TH-6] As `whyAsleep`; of a process that runs, which of its threads do not. */
export function stateNote(waits: Waits, process: Process): string | null {
  const asleep = whyAsleep(waits, process);
  if (asleep !== null) return asleep;
  const waiting = process.threads.flatMap((thread) => {
    const lock = awaitedBy(waits.m, process, thread);
    return lock
      ? [`${thread} waits for the lock ${lock.name}, held by ${holderName(waits.m, lock, process.space)}`]
      : [];
  });
  return waiting.length === 0 ? null : waiting.join('; ');
}
