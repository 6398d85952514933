import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import { liveProcess, spaceOf } from '../memory/space.ts';
import type { Lock, Machine, Process } from '../state.ts';

/** The thread that a process begins with. */
export const MAIN = 'main';

type ThreadRef = { process: string; thread?: string };

/** [TH1] A thread shares everything with its process; all it can do of its own is hold and await locks. */
export function startThread(act: Act, process: Process, thread: string): Answer {
  if (thread === MAIN || process.threads.includes(thread))
    return fails('EEXIST', `${process.name} has a thread ${thread}`);
  emit(act, { type: 'ThreadStarted', pid: process.pid, thread });
  return OK;
}

/** Who is meant, or why it cannot act now. A vfork stops its caller, and on Solaris every other thread too. */
function runnable(act: Act, { process: name, thread = MAIN }: ThreadRef): Process | Answer {
  const process = liveProcess(act.m, name);
  if (!process) return fails('ESRCH', `no process ${name}`);
  if (act.seat.role !== 'staff' && act.seat.uid !== process.uid)
    return fails('EPERM', `${name} belongs to another user`);
  if (thread !== MAIN && !process.threads.includes(thread)) return fails('ESRCH', `${name} has no thread ${thread}`);
  const isStopped = process.state === 'suspended' && (thread === MAIN || act.policy.vforkStopsThreads === true);
  if (isStopped) return fails('EAGAIN', `${label(name, thread)} is stopped until the vfork child execs or exits`);
  if (thread === MAIN && process.state === 'waiting') return fails('EAGAIN', `${name} waits for a child to end`);
  const awaited = awaitedBy(act.m, process, thread);
  return awaited ? fails('EAGAIN', `${label(name, thread)} waits for the lock ${awaited.name}`) : process;
}

/** [TH2] User-level locks lie in memory: whoever shares the memory shares the lock. */
export function lock(act: Act, command: ThreadRef & { lock: string }): Answer {
  const process = runnable(act, command);
  if ('result' in process) return process;
  const thread = command.thread ?? MAIN;
  const space = spaceOf(act.m, process.space as number);
  const held = space.locks.find((l) => l.name === command.lock);
  const fact = { space: space.id, lock: command.lock, pid: process.pid, thread };
  if (!held) {
    emit(act, { type: 'LockTaken', ...fact });
    return OK;
  }
  const holder = holderOf(act.m, held);
  emit(act, { type: 'LockAwaited', ...fact });
  const cycle = waitCycle(act, process, thread);
  if (!cycle) return { ...OK, detail: `${label(process.name, thread)} waits for ${command.lock}, held by ${holder}` };
  emit(act, { type: 'DeadlockFound', cycle });
  return fails('EDEADLK', `deadlock: ${cycle.join(' → ')}`);
}

export function unlock(act: Act, command: ThreadRef & { lock: string }): Answer {
  const process = runnable(act, command);
  if ('result' in process) return process;
  const space = spaceOf(act.m, process.space as number);
  const held = space.locks.find((l) => l.name === command.lock);
  if (!held) return fails('EINVAL', `nobody holds ${command.lock}`);
  if (held.pid !== process.pid || held.thread !== (command.thread ?? MAIN)) {
    return fails('EPERM', `${command.lock} is held by ${holderOf(act.m, held)}`);
  }
  emit(act, { type: 'LockReleased', space: space.id, lock: command.lock, next: held.waiters[0] ?? null });
  return OK;
}

const label = (process: string, thread: string): string => (thread === MAIN ? process : `${process}.${thread}`);

function holderOf(m: Machine, held: Lock): string {
  const owner = m.processes.find((p) => p.pid === held.pid);
  return owner ? label(owner.name, held.thread) : 'a thread that is gone';
}

function awaitedBy(m: Machine, process: Process, thread: string): Lock | undefined {
  if (process.space === null) return undefined;
  return spaceOf(m, process.space).locks.find((l) =>
    l.waiters.some((w) => w.pid === process.pid && w.thread === thread),
  );
}

/**
 * [TH3] Follow who waits for whom. The names along the way if it ends where it began, or at a holder that cannot run ever
 * again: the thread that held a lock when its process forked does not exist in the child.
 */
function waitCycle(act: Act, process: Process, thread: string): string[] | null {
  const path: string[] = [];
  let at: { process: Process; thread: string } | null = { process, thread };
  while (at) {
    const name = label(at.process.name, at.thread);
    if (path.includes(name)) return [...path, name];
    path.push(name);
    const next: ReturnType<typeof waitsFor> = waitsFor(act, at.process, at.thread);
    if (next === 'nobody') return [...path, 'a thread that is gone'];
    at = next;
  }
  return null;
}

function waitsFor(act: Act, process: Process, thread: string): { process: Process; thread: string } | 'nobody' | null {
  const { m } = act;
  const awaited = awaitedBy(m, process, thread);
  if (awaited) {
    const owner = m.processes.find((p) => p.pid === awaited.pid && p.space === process.space);
    const isThere = owner && (awaited.thread === MAIN || owner.threads.includes(awaited.thread));
    return isThere ? { process: owner, thread: awaited.thread } : 'nobody';
  }
  const isStopped = process.state === 'suspended' && (thread === MAIN || act.policy.vforkStopsThreads === true);
  const child = isStopped ? m.processes.find((p) => p.pid === process.waitsFor) : undefined;
  return child ? { process: child, thread: MAIN } : null;
}
