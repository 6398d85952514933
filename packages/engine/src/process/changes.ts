/** Bookkeeping of the facts about processes, seats and settings. */
import type { Fact } from '../facts.ts';
import { freeFrames, takeFrames, takeLowest } from '../memory/frames.ts';
import type { Run } from '../memory/runs.ts';
import { processByPid, spaceOf } from '../memory/space.ts';
import type { ControlGroup, Machine, Process, Traits } from '../state.ts';
import { streamOf } from './programs/streams.ts';

type Of<T extends Fact['type']> = Extract<Fact, { type: T }>;

export function processStarted(m: Machine, f: Of<'ProcessStarted'>): void {
  const parent = m.processes.find((p) => p.pid === f.ppid);
  const kernelFrames = kernelFramesOf(m, f);
  spaceOf(m, f.space).users += 1;
  m.processes.push({
    pid: f.pid,
    name: f.process,
    comm: f.comm ?? f.process,
    ppid: f.ppid,
    uid: f.uid,
    space: f.space,
    state: 'running',
    waitsFor: 0,
    isVforkChild: f.how === 'vfork',
    oomScoreAdj: f.oomScoreAdj ?? 0,
    nice: f.how === 'spawn' ? 0 : (parent?.nice ?? 0),
    startTick: m.tick,
    limits: f.how === 'spawn' ? {} : { ...parent?.limits },
    group: f.group ?? '',
    kernelFrames,
    status: 0,
    program: null,
    threads: [],
    traits: inherited(parent, f.how),
  });
  m.nextPid = f.pid + 1;
  if (f.how !== 'fork') return;
  // The only thread of a forked child is the one that forked, with the locks it held.
  for (const lock of spaceOf(m, f.space).locks) if (lock.pid === f.ppid && lock.thread === 'main') lock.pid = f.pid;
}

function kernelFramesOf(m: Machine, f: Of<'ProcessStarted'>): Run[] {
  const owner = { use: 'kernel', shares: 1, list: 'none', group: f.group ?? '', isDirty: true } as const;
  if (!f.kernelFrames) return takeLowest(m, f.kernelPages ?? 0, owner);
  takeFrames(m, f.kernelFrames, owner);
  return f.kernelFrames.map((run) => ({ ...run }));
}

/** What passes to a child. Processor time and FreeBSD's protection do not; handlers go with the old image. */
function inherited(parent: Process | undefined, how: Of<'ProcessStarted'>['how']): Traits {
  if (how === 'spawn' || parent === undefined) return {};
  const { caps, adjFloor, oomAdj, sigdanger, psalloc, isEarly } = parent.traits;
  const traits: Traits = {};
  if (caps) traits.caps = { ...caps };
  if (adjFloor !== undefined) traits.adjFloor = adjFloor;
  if (oomAdj !== undefined) traits.oomAdj = oomAdj;
  if (sigdanger) traits.sigdanger = sigdanger;
  if (psalloc) traits.psalloc = psalloc;
  if (isEarly !== undefined) traits.isEarly = isEarly;
  if (how === 'posix_spawn') imageChanged(traits);
  return traits;
}

/** exec: a handler cannot outlive its code, and the environment comes into force. */
function imageChanged(traits: Traits): void {
  if (traits.sigdanger !== 'ignore') delete traits.sigdanger;
  if (traits.psalloc) traits.isEarly = traits.psalloc === 'early';
}

export function spaceChanged(m: Machine, f: Of<'SpaceChanged'>): void {
  const process = processByPid(m, f.pid);
  if (process.space !== null) spaceOf(m, process.space).users -= 1;
  spaceOf(m, f.space).users += 1;
  process.space = f.space;
  process.comm = f.comm;
  process.isVforkChild = false;
  process.threads = [];
  process.program = null;
  imageChanged(process.traits);
}

/** A process that ended holds no memory; its row stays until the parent has asked for it, or at once if that is init. */
export function processEnded(m: Machine, f: Of<'ProcessEnded'>): void {
  const process = processByPid(m, f.pid);
  if (process.space !== null) spaceOf(m, process.space).users -= 1;
  process.space = null;
  process.isVforkChild = false;
  for (const run of process.kernelFrames) freeFrames(m, run.at, run.count);
  process.kernelFrames = [];
  process.state = 'zombie';
  process.waitsFor = 0;
  process.status = f.status;
  process.program = null;
  process.threads = [];
  delete m.streams[streamOf(process.name)];
  for (const space of m.spaces) {
    for (const lock of space.locks) lock.waiters = lock.waiters.filter((waiter) => waiter.pid !== f.pid);
  }
  for (const child of m.processes) if (child.ppid === f.pid) child.ppid = 1;
  m.processes = m.processes.filter((p) => !(p.state === 'zombie' && p.ppid <= 1));
}

export function programActed(m: Machine, f: Of<'ProgramActed'>): void {
  const { program } = processByPid(m, f.pid);
  if (program) program.actedAt = m.tick;
}

export function programKept(m: Machine, f: Of<'ProgramKept'>): void {
  const { program, name } = processByPid(m, f.pid);
  if (program && f.counters) program.counters = { ...f.counters };
  if (f.stream) m.streams[streamOf(name)] = [...f.stream];
}

export function processReaped(m: Machine, f: Of<'ProcessReaped'>): void {
  m.processes = m.processes.filter((p) => p.pid !== f.pid);
}

export function parentSuspended(m: Machine, f: Of<'ParentSuspended'>): void {
  const parent = processByPid(m, f.pid);
  parent.state = 'suspended';
  parent.waitsFor = f.childPid;
}

export function parentResumed(m: Machine, f: Of<'ParentResumed'>): void {
  const parent = processByPid(m, f.pid);
  parent.state = 'running';
  parent.waitsFor = 0;
}

export function groupSet(m: Machine, f: Of<'GroupSet'>): void {
  const group = m.groups.find((g) => g.name === f.group) as ControlGroup;
  if (f.file === 'isOomGroup') group.isOomGroup = f.value === true;
  else if (f.file === 'min' || f.file === 'low')
    group[f.file] = typeof f.value === 'number' ? f.value : Number.MAX_SAFE_INTEGER;
  else group[f.file] = typeof f.value === 'number' ? f.value : null;
}

export function groupMade(m: Machine, f: Of<'GroupMade'>): void {
  m.groups.push({ name: f.group, max: null, high: null, swapMax: null, isOomGroup: false, usage: 0, swapUsage: 0 });
}

/** One place per actor; taking it again changes it. */
export function seatTaken(m: Machine, { actor, uid, role }: Of<'SeatTaken'>): void {
  m.seats = [...m.seats.filter((seat) => seat.actor !== actor), { actor, uid, role }];
}

export function lockAwaited(m: Machine, f: Of<'LockAwaited'>): void {
  const lock = spaceOf(m, f.space).locks.find((l) => l.name === f.lock);
  lock?.waiters.push({ pid: f.pid, thread: f.thread });
  if (f.thread === 'main') processByPid(m, f.pid).state = 'blocked';
}

/** The lock passes to the first who waited, or is free. */
export function lockReleased(m: Machine, f: Of<'LockReleased'>): void {
  const space = spaceOf(m, f.space);
  const lock = space.locks.find((l) => l.name === f.lock);
  if (!lock) return;
  if (f.next === null) {
    space.locks = space.locks.filter((l) => l !== lock);
    return;
  }
  lock.pid = f.next.pid;
  lock.thread = f.next.thread;
  lock.waiters.shift();
  if (f.next.thread === 'main') processByPid(m, f.next.pid).state = 'running';
}
