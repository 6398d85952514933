import { type Act, type Answer, emit, fails, kindOfAnswer, OK, TooManyFacts } from './act.ts';
import type { Command } from './commands.ts';
import type { Executed, Rejection } from './entry.ts';
import { hasPolicy, policyOf } from './kernels/registry.ts';
import { madvise } from './memory/advise.ts';
import { brk } from './memory/brk.ts';
import { mlock } from './memory/lock.ts';
import { mmap, munmap } from './memory/map.ts';
import { mprotect } from './memory/protect.ts';
import { settle } from './memory/reclaim.ts';
import { mremap } from './memory/remap.ts';
import { liveProcess } from './memory/space.ts';
import { swapOn } from './memory/swap.ts';
import { swapOff } from './memory/swapOff.ts';
import { touch } from './memory/touch.ts';
import { predict } from './predictions/predict.ts';
import { isPlatformVerb, isPrediction } from './predictions/verbs.ts';
import { useTick, useTouch } from './process/cpu.ts';
import { endProcess } from './process/ending.ts';
import { joinGroup, makeGroup, setGroup } from './process/groups.ts';
import { noteDone, wakeImage } from './process/image.ts';
import { exec, fork, posixSpawn, spawn, vfork } from './process/lifecycle.ts';
import { watchPagingSpace } from './process/pagingSpaceWatch.ts';
import { needsTicks, type Perform, runPrograms, startProgram, stopProgram } from './process/programs/run.ts';
import { readSettings } from './process/programs/settings.ts';
import { setLimit } from './process/setLimit.ts';
import { deliver } from './process/signals.ts';
import { lock, startThread, unlock, waitsOf } from './process/threads.ts';
import * as traits from './process/traits.ts';
import { lacksKnob } from './process/traits.ts';
import { waitForChild } from './process/wait.ts';
import { whyAsleep } from './process/waits.ts';
import { MAX_SIGNAL } from './script/signals.ts';
import { sysctl } from './settings.ts';
import type { Machine, Process, Seat } from './state.ts';

type Of<V extends Command['verb']> = Extract<Command, { verb: V }>;
type Handler<V extends Command['verb']> = (act: Act, command: Of<V>) => Answer;
type OnProcess<C> = (act: Act, process: Process, command: C) => Answer;

/** A command about a process of the actor's: ESRCH, EPERM and EAGAIN are answered before the handler is asked. */
function on<C extends Command & { process: string }>(handler: OnProcess<C>): (act: Act, command: C) => Answer {
  return (act, command) => withProcess(act, command.process, (process) => handler(act, process, command));
}

function withProcess(act: Act, name: string, then: (process: Process) => Answer): Answer {
  const process = liveProcess(act.m, name);
  if (!process) return fails('ESRCH', `no process ${name}`);
  if (!mayControl(act.seat, process)) return fails('EPERM', `${name} belongs to another user`);
  const asleep = isDoneTo(act, process) ? null : whyAsleep(waitsOf(act), process);
  if (asleep) return fails('EAGAIN', `${name} ${asleep}`);
  if (!ACTING.has(act.command.verb)) return then(process);
  if (!wakeImage(act, process)) return fails('killed');
  const answer = then(process);
  noteDone(act, process, answer);
  return answer;
}

/** What a process does itself; all the rest is done to it. */
const ACTING: ReadonlySet<Command['verb']> = new Set(
  (['fork', 'vfork', 'posix_spawn', 'mmap', 'munmap', 'mprotect', 'mremap'] as Command['verb'][]).concat([
    'brk',
    'touch',
    'madvise',
    'mlock',
    'wait',
  ]),
);

/** [PR-10] A stopped process does nothing, but its owner and root can still change its settings. */
function isDoneTo({ command }: Act, { traits: { stop }, state }: Process): boolean {
  return stop !== undefined && state === 'running' && SET_FROM_OUTSIDE.has(command.verb);
}

const SET_FROM_OUTSIDE: ReadonlySet<Command['verb']> = new Set(['oom_score_adj', 'oom_adj', 'nice', 'cap', 'protect']);

/** A child under a new name. EEXIST where that is taken. */
function born(parent: string, child: string, act: Act, make: (process: Process) => Answer): Answer {
  return withProcess(act, parent, (process) =>
    liveProcess(act.m, child) ? fails('EEXIST', `${child} is alive`) : make(process),
  );
}

function mayControl(seat: Seat, process: Process): boolean {
  return seat.role === 'staff' || seat.uid === process.uid;
}

/** A setting that not every kernel has. */
function knob<C extends Command>(handler: OnProcess<C>): OnProcess<C> {
  return (act, process, command) => lacksKnob(act, command.verb) ?? handler(act, process, command);
}

function rootOnly(act: Act, then: () => Answer): Answer {
  return act.seat.role === 'staff' ? then() : fails('EPERM', 'only root may do that');
}

const HANDLERS: { [V in Command['verb']]?: Handler<V> } = {
  spawn: (act, { name, uid }) => {
    if (uid !== undefined && act.seat.role !== 'staff' && uid !== act.seat.uid)
      return fails('EPERM', 'another uid is for root');
    return liveProcess(act.m, name) ? fails('EEXIST', `${name} is alive`) : spawn(act, name, uid ?? act.seat.uid);
  },
  fork: (act, { parent, child }) => born(parent, child, act, (process) => fork(act, process, child)),
  vfork: (act, { parent, child }) => born(parent, child, act, (process) => vfork(act, process, child)),
  posix_spawn: (act, { parent, child }) => born(parent, child, act, (process) => posixSpawn(act, process, child)),
  exec: on<Of<'exec'>>((act, process, { image }) => exec(act, process, image)),
  exit: on<Of<'exit'>>((act, process, { code }) => {
    endProcess(act, process.pid, { cause: 'exit', status: code });
    return OK;
  }),
  kill: (act, { process: name, signal }) => {
    const process = liveProcess(act.m, name);
    if (!process) return fails('ESRCH', `no process ${name}`);
    if (signal < 0 || signal > MAX_SIGNAL) return fails('EINVAL');
    if (!mayControl(act.seat, process)) return fails('EPERM', `${name} belongs to another user`);
    deliver(act, process, signal);
    return OK;
  },
  thread: on<Of<'thread'>>((act, process, { thread }) => startThread(act, process, thread)),
  lock: (act, command) => lock(act, command),
  unlock: (act, command) => unlock(act, command),
  run: on<Of<'run'>>(startProgram),
  stop: on<Of<'stop'>>(stopProgram),
  mmap: on<Of<'mmap'>>(mmap),
  munmap: on<Of<'munmap'>>(munmap),
  mprotect: on<Of<'mprotect'>>(mprotect),
  mremap: on<Of<'mremap'>>(mremap),
  brk: on<Of<'brk'>>(brk),
  madvise: on<Of<'madvise'>>(madvise),
  mlock: on<Of<'mlock'>>(mlock),
  touch: on<Of<'touch'>>(touch),
  wait: on<Of<'wait'>>((act, process) => waitForChild(act, process)),
  nice: on<Of<'nice'>>(traits.nice),
  cap: on<Of<'cap'>>(knob(traits.cap)),
  oom_adj: on<Of<'oom_adj'>>(knob(traits.oomAdj)),
  protect: on<Of<'protect'>>(knob(traits.protect)),
  sigdanger: on<Of<'sigdanger'>>(knob(traits.sigdanger)),
  psalloc: on<Of<'psalloc'>>(knob(traits.psalloc)),
  cgroup: (act, { group }) =>
    rootOnly(act, () =>
      act.policy.hasGroups === false
        ? fails('ENOSYS', `${act.policy.name} has no control groups`)
        : makeGroup(act, group),
    ),
  cgset: (act, command) => rootOnly(act, () => setGroup(act, command)),
  cgjoin: (act, { process: name, group }) =>
    rootOnly(act, () => {
      const process = liveProcess(act.m, name);
      return process ? joinGroup(act, process, group) : fails('ESRCH', `no process ${name}`);
    }),
  swapon: (act, { bytes }) => rootOnly(act, () => swapOn(act, bytes)),
  swapoff: (act) => rootOnly(act, () => swapOff(act)),
  oom_score_adj: on<Of<'oom_score_adj'>>(knob(traits.oomScoreAdj)),
  rlimit: on<Of<'rlimit'>>(setLimit),
  sysctl: (act, { name, value }) => rootOnly(act, () => sysctl(act, name, value)),
  tick: (act, { count }) => {
    for (let left = count; left > 0 && act.m.panic === null; ) {
      // Where nothing acts at ticks, all of them pass at once.
      const passed = needsTicks(act.m) ? 1 : left;
      emit(act, { type: 'TickPassed', tick: act.m.tick + passed });
      left -= passed;
      useTick(act);
      runPrograms(act, perform);
      watchPagingSpace(act);
      settle(act);
      act.hasShortage = false;
    }
    return OK;
  },
  seat: (act, { actor, uid, role }) => {
    emit(act, { type: 'SeatTaken', actor, uid, role });
    return OK;
  },
  clock: (act, { action, ticksPerSecond }) => {
    const isPaused = action === 'pause' ? true : action === 'resume' ? false : act.m.isPaused;
    emit(act, { type: 'ClockSet', isPaused, ticksPerSecond: ticksPerSecond ?? act.m.ticksPerSecond });
    return OK;
  },
};

/** A program's own call: it answers like any other, but makes no entry. */
const perform: Perform = (act, command) =>
  unlessAsleep(act, (HANDLERS[command.verb] as Handler<Command['verb']>)(act, command as never));

/** Who asks, the largest number of facts that the command may make, and whether staff override the owner. */
export type Asker = { actor: string; mostFacts?: number; isOverride?: boolean };

const TOO_MANY: Rejection = {
  code: 'TOO_LARGE',
  message: 'What this command sets off is too much for one entry.',
  hint: 'Do it in smaller steps.',
};

/**
 * Carry a command out: every fact is folded into `m` as it happens, and `m.seq` counts the entry. A rejection leaves `m`
 * as it was, but for one that ran into its bound (`isSpoilt`). What the kernel would answer is the last fact, `Answered`.
 */
export function execute(m: Machine, command: Command, by: string | Asker): Executed {
  const { actor, mostFacts, isOverride }: Asker = typeof by === 'string' ? { actor: by } : by;
  if (isPrediction(command)) return predict(m, command, seatOf(m, actor));
  const rejection = refuse(m, command, actor);
  if (rejection) return { ok: false, rejection };
  const act: Act = {
    m,
    policy: policyOf(m.spec.policy),
    facts: [],
    command,
    seat: seatOf(m, actor) as Seat,
    hasShortage: false,
    ...(mostFacts === undefined ? {} : { mostFacts }),
  };
  try {
    if (isOverride) emit(act, { type: 'Overridden', by: actor });
    return carryOut(act);
  } catch (error) {
    if (error instanceof TooManyFacts) return { ok: false, rejection: TOO_MANY, isSpoilt: true };
    throw error;
  }
}

function carryOut(act: Act): Executed {
  const { m, command } = act;
  const handler = HANDLERS[command.verb] as Handler<Command['verb']>;
  const answer = finish(act, handler(act, command as never));
  settle(act);
  emit(act, {
    type: 'Answered',
    result: answer.result,
    ...kindOfAnswer(act, answer, 0),
    ...(answer.pages === undefined ? {} : { pages: answer.pages }),
    ...(answer.detail === undefined ? {} : { detail: answer.detail }),
  });
  m.seq += 1;
  return { ok: true, facts: act.facts };
}

/** The work that follows every command; then its answer, unless the caller fell asleep for lack of memory. */
function finish(act: Act, answer: Answer): Answer {
  useTouch(act, answer);
  watchPagingSpace(act);
  return unlessAsleep(act, answer);
}

function unlessAsleep({ stalled }: Act, answer: Answer): Answer {
  return stalled === undefined || answer.result !== 'killed'
    ? answer
    : { ...answer, result: 'EAGAIN', kind: 'refusal', detail: stalled };
}

const SYSTEM: Seat = { actor: 'system', uid: 0, role: 'staff' };

function seatOf(m: Machine, actor: string): Seat | undefined {
  return actor === 'system' ? SYSTEM : m.seats.find((seat) => seat.actor === actor);
}

function refuse(m: Machine, command: Command, actor: string): Rejection | null {
  const seat = seatOf(m, actor);
  if (!seat) return { code: 'NO_SEAT', message: 'You have no seat on this machine.', hint: 'Join it first.' };
  const isPlatform = isPlatformVerb(command.verb);
  if (isPlatform && seat.role !== 'staff') return { code: 'NO_SEAT', message: `Only staff may ${command.verb}.` };
  if (m.panic !== null && !isPlatform) {
    return { code: 'PAUSED', message: 'The machine has crashed and takes no more commands.', hint: 'Start it again.' };
  }
  if (m.isPaused && !isPlatform && (seat.role !== 'staff' || actor === SYSTEM.actor))
    return { code: 'PAUSED', message: 'The machine is paused.', hint: 'Wait until it is resumed.' };
  if (!hasPolicy(m.spec.policy))
    return { code: 'NOT_YET', message: `The kernel ${m.spec.policy} is not available yet.` };
  if (!HANDLERS[command.verb]) return { code: 'NOT_YET', message: `${command.verb} is not available yet.` };
  const settings = command.verb === 'run' ? readSettings(command) : null;
  return settings === null || settings.ok ? null : settings.rejection;
}
