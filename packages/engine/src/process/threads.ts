import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import { liveProcess, spaceOf } from '../memory/space.ts';
import { refuse } from '../refuse.ts';
import type { Process } from '../state.ts';
import { processLimitHit } from './processLimit.ts';
import { awaitedBy, deadlockOf, holderName, isStopped, labelOf, MAIN, type Waits, whyAsleep } from './waits.ts';

type ThreadRef = { process: string; thread?: string };

/** [TH-1] A thread shares everything with its process; by itself it can only hold locks and wait for them. */
export function startThread(act: Act, process: Process, thread: string): Answer {
  if (thread === MAIN || process.threads.includes(thread))
    return fails('EEXIST', `${process.name} has a thread ${thread}`);
  const hit = processLimitHit(act.m, process);
  if (hit) return refuse(act, process, 'thread', hit, 'EAGAIN');
  emit(act, { type: 'ThreadStarted', pid: process.pid, thread });
  return OK;
}

export function waitsOf({ m, policy }: Act): Waits {
  return { m, stopsThreads: policy.vforkStopsThreads === true };
}

/** [TH-2] Who is meant, or why it cannot act now. */
function runnable(act: Act, { process: name, thread = MAIN }: ThreadRef): Process | Answer {
  const process = liveProcess(act.m, name);
  if (!process) return fails('ESRCH', `no process ${name}`);
  if (act.seat.role !== 'staff' && act.seat.uid !== process.uid)
    return fails('EPERM', `${name} belongs to another user`);
  if (thread !== MAIN && !process.threads.includes(thread)) return fails('ESRCH', `${name} has no thread ${thread}`);
  if (thread === MAIN) {
    const asleep = whyAsleep(waitsOf(act), process);
    return asleep ? fails('EAGAIN', `${name} ${asleep}`) : process;
  }
  const label = labelOf(name, thread);
  if (isStopped(waitsOf(act), process, thread))
    return fails('EAGAIN', `${label} is stopped until the vfork child execs or exits`);
  const awaited = awaitedBy(act.m, process, thread);
  return awaited ? fails('EAGAIN', `${label} waits for the lock ${awaited.name}`) : process;
}

/**
 * [TH-3] User-level locks lie in memory: processes that share the memory share the lock. A lock that is held is waited for,
 * if need be for ever [TH-5]: as with wait, the line is answered, and the thread sleeps.
 */
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
  const holder = holderName(act.m, held, space.id);
  emit(act, { type: 'LockAwaited', ...fact });
  const deadlock = deadlockOf(waitsOf(act), process, thread);
  if (!deadlock)
    return { ...OK, detail: `${labelOf(process.name, thread)} waits for ${command.lock}, held by ${holder}` };
  emit(act, { type: 'DeadlockFound', ...deadlock });
  return { ...OK, detail: `deadlock: ${deadlock.words}` };
}

/** [TH-3] The lock passes to the first waiter. EPERM if another holds it, EINVAL if it is free. */
export function unlock(act: Act, command: ThreadRef & { lock: string }): Answer {
  const process = runnable(act, command);
  if ('result' in process) return process;
  const space = spaceOf(act.m, process.space as number);
  const held = space.locks.find((l) => l.name === command.lock);
  if (!held) return fails('EINVAL', `nobody holds ${command.lock}`);
  if (held.pid !== process.pid || held.thread !== (command.thread ?? MAIN)) {
    return fails('EPERM', `${command.lock} is held by ${holderName(act.m, held, space.id)}`);
  }
  emit(act, { type: 'LockReleased', space: space.id, lock: command.lock, next: held.waiters[0] ?? null });
  return OK;
}
