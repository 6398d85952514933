import { type Act, type Answer, emit, fails, OK, type Requester, refuses } from '../act.ts';
import { PROCESS_KERNEL_PAGES, WORKER } from '../calibration.ts';
import { allocateAll } from '../memory/allocate.ts';
import { charge, chargeEach } from '../memory/charge.ts';
import { WORKER_STACK, workerVmas } from '../memory/layout.ts';
import { expansionHit } from '../memory/limits.ts';
import { findHole } from '../memory/map.ts';
import { mapsHit } from '../memory/mapCount.ts';
import { type Run, totalOf } from '../memory/runs.ts';
import { spaceOf } from '../memory/space.ts';
import { SPAN } from '../memory/tableSpans.ts';
import { ensureTables, freeTables } from '../memory/tables.ts';
import { refuse, sayLimit } from '../refuse.ts';
import type { AddressSpace, Process } from '../state.ts';
import { endProcess, freeSpace, leaveSpace, resumeParent } from './ending.ts';
import { forkWrites, noteExec, startImage, vforkWrites } from './image.ts';
import { imageHit, imageWords, stackPagesUnder } from './imageLimits.ts';
import { processLimitHit } from './processLimit.ts';

export type Birth = {
  name: string;
  ppid: number;
  uid: number;
  space: number;
  how: 'spawn' | 'fork' | 'vfork' | 'posix_spawn';
  comm: string;
  oomScoreAdj: number;
  group: string;
};

/** glibc maps a stack for its child: 32 kB and what the arguments need. */
const POSIX_SPAWN_STACK_PAGES = 9;

/** What the standard image promises under these limits. */
function imagePages(limits: Process['limits'] = {}): number {
  return totalOf(workerVmas(stackPagesUnder(limits)).filter((vma) => vma.isAccounted));
}

/** Row, kernel stack and the like of a new process. */
function begin(act: Act, requester: Requester, birth: Birth): Process | 'killed' {
  if (!allocateAll(act, requester, PROCESS_KERNEL_PAGES)) return 'killed';
  const { name, ppid, uid, space, how, comm, oomScoreAdj, group } = birth;
  const pid = act.m.nextPid;
  emit(act, {
    ...{ type: 'ProcessStarted', pid, process: name, ppid, uid, space, how, kernelPages: PROCESS_KERNEL_PAGES },
    ...(comm === name ? {} : { comm }),
    ...(oomScoreAdj === 0 ? {} : { oomScoreAdj }),
    ...(group === '' ? {} : { group }),
  });
  return act.m.processes.find((p) => p.pid === pid) as Process;
}

/** A space with the standard image in it, not yet touched. */
function makeSpace(act: Act, limits: Process['limits'] = {}): AddressSpace {
  const id = act.m.nextSpace;
  const stackPages = stackPagesUnder(limits);
  const cut = stackPages === WORKER_STACK.pages ? {} : { stackPages };
  emit(act, { type: 'SpaceMade', space: id, image: 'worker', ...cut });
  return spaceOf(act.m, id);
}

/** [PR-2] init forks itself and execs the standard image as `uid`. */
export function spawn(act: Act, name: string, uid: number): Answer {
  const init = initProcess(uid);
  const hit = processLimitHit(act.m, initProcess(0));
  if (hit) return refuse(act, init, 'spawn', hit, 'EAGAIN');
  const own = { process: init, space: null, call: 'spawn' };
  const { fork, refusalErrno } = act.policy;
  const isCopied = fork === 'mappings' || fork === 'space';
  const forks = { ...own, process: initProcess(0) };
  if (isCopied && !act.policy.decideCharge(act.m, { ...forks, pages: imagePages() }).isGranted) {
    charge(act, forks, imagePages());
    return fails(refusalErrno('fork'));
  }
  const isStarted = !isCopied || act.policy.decideCharge(act.m, { ...own, pages: imagePages() + 1 }).isGranted;
  const isGranted = charge(act, own, isStarted ? imagePages() : imagePages() + 1);
  if (!isGranted && !isCopied) return fails(refusalErrno('fork'));
  const space = makeSpace(act);
  const birth: Birth = { name, comm: name, ppid: 1, uid, space: space.id, how: 'spawn', oomScoreAdj: 0, group: '' };
  const process = begin(act, { process: init, call: 'spawn' }, birth);
  if (process === 'killed') {
    freeSpace(act, own, space.id, isGranted ? undefined : 0);
    return act.stalled === undefined ? refuses('ENOMEM') : fails('killed');
  }
  if (isGranted) return startImage(act, process, space) ? OK : fails('killed');
  // fs/exec.c:bprm_mm_init, which the child tells by its exit code; load_elf_binary, which is too late to tell.
  const ending = isStarted ? ({ cause: 'signal', status: 11 } as const) : ({ cause: 'exit', status: 127 } as const);
  endProcess(act, process.pid, { ...ending, promisedPages: 0 });
  return fails('ESRCH', 'init may fork, but its child was refused the new image and died');
}

/** init as a requester: it is not in the machine's list of processes, and never a victim. */
export function initProcess(uid: number): Process {
  return {
    pid: 1,
    name: 'init',
    comm: 'init',
    ppid: 0,
    uid,
    space: null,
    state: 'running',
    waitsFor: 0,
    isVforkChild: false,
    oomScoreAdj: -1000,
    nice: 0,
    startTick: 0,
    limits: {},
    group: '',
    kernelFrames: [],
    status: 0,
    program: null,
    threads: [],
    traits: {},
  };
}

/** [PR-3] kernel/fork.c:dup_mmap: every accounted mapping is charged again, one by one; then everything is shared. */
export function fork(act: Act, parent: Process, name: string): Answer {
  const { m, policy } = act;
  const from = spaceOf(m, parent.space as number);
  if (policy.fork === null) return fails('ENOSYS', 'this system has no fork');
  const hit = processLimitHit(act.m, parent);
  if (hit) return refuse(act, parent, 'fork', hit, 'EAGAIN');
  const parts = from.vmas.filter((vma) => vma.isAccounted && !vma.isDontFork).map((vma) => vma.count);
  const asked = policy.fork === 'space' ? [parts.reduce((sum, pages) => sum + pages, 0)] : parts;
  if (policy.fork !== 'free' && !chargeEach(act, { process: parent, space: from, call: 'fork' }, asked)) {
    return fails(policy.refusalErrno('fork'));
  }
  const requester = { process: parent, call: 'fork' };
  const id = m.nextSpace;
  emit(act, { type: 'SpaceForked', from: from.id, to: id, filePages: WORKER.forkFile });
  const birth: Birth = {
    name,
    comm: name,
    ppid: parent.pid,
    uid: parent.uid,
    space: id,
    how: 'fork',
    oomScoreAdj: parent.oomScoreAdj,
    group: parent.group,
  };
  // The child does not exist yet while its tables are filled: no killer sees it, and if its parent dies it is never made.
  const child = copyTables(act, requester, { from, to: id }) ? begin(act, requester, birth) : 'killed';
  if (child === 'killed') {
    freeSpace(act, requester, id);
    return fails('killed');
  }
  return forkWrites(act, child) ? OK : answerAfter(act, parent);
}

function answerAfter(act: Act, parent: Process): Answer {
  return act.m.processes.some((p) => p.pid === parent.pid) ? OK : fails('killed');
}

/** [CW-4] The parent's page tables of everything that was ever written, empty ones too. mm/memory.c:copy_page_range. */
function copyTables(act: Act, requester: Requester, { from, to }: { from: AddressSpace; to: number }): boolean {
  const space = spaceOf(act.m, to);
  const ranges: Run[] = [...space.pages];
  for (const vma of space.vmas) {
    if (vma.anon === undefined) continue;
    for (const table of from.tables) {
      const at = Math.max(vma.at, table.at * SPAN);
      const count = Math.min(vma.at + vma.count, (table.at + table.count) * SPAN) - at;
      if (count > 0) ranges.push({ at, count });
    }
  }
  return ranges.every((range) => ensureTables(act, requester, space, range));
}

/** [PR-4] CLONE_VM|CLONE_VFORK: the child runs in the parent's memory, the parent waits. Nothing is charged. */
export function vfork(act: Act, parent: Process, name: string): Answer {
  if (act.policy.vfork === null) return fails('ENOSYS', 'this system has no vfork');
  if (act.policy.vfork === 'fork') return fork(act, parent, name);
  const hit = processLimitHit(act.m, parent);
  if (hit) return refuse(act, parent, 'vfork', hit, 'EAGAIN');
  const birth: Birth = {
    name,
    comm: parent.comm,
    ppid: parent.pid,
    uid: parent.uid,
    space: parent.space as number,
    how: 'vfork',
    oomScoreAdj: parent.oomScoreAdj,
    group: parent.group,
  };
  const child = begin(act, { process: parent, call: 'vfork' }, birth);
  if (child === 'killed') return fails('killed');
  emit(act, { type: 'ParentSuspended', pid: parent.pid, childPid: child.pid });
  return vforkWrites(act, parent) ? OK : fails('killed');
}

/**
 * [PR-5] fs/exec.c: a page of stack is charged beside the old space, which then goes; the rest of the image follows. Past
 * that point the old image is gone, and the kernel ends the process.
 */
export function exec(act: Act, process: Process, image?: string): Answer {
  const old = process.space as number;
  if (!charge(act, { process, space: null, call: 'exec' }, 1)) return fails(act.policy.refusalErrno('exec'));
  noteExec(act, process);
  const space = makeSpace(act, process.limits);
  const wasVforkChild = process.isVforkChild;
  emit(act, {
    type: 'SpaceChanged',
    pid: process.pid,
    space: space.id,
    comm: wasVforkChild ? process.comm : (image ?? process.name),
  });
  leaveSpace(act, process, old, 'exec');
  resumeParent(act, process.pid);
  const hit = imageHit(process.limits);
  if (hit) sayLimit(act, process, 'exec', hit);
  if (hit || !charge(act, { process, space, call: 'exec' }, imagePages(process.limits) - 1)) {
    endProcess(act, process.pid, { cause: 'signal', status: 11, promisedPages: 1 });
    return fails('killed', hit ? imageWords(hit) : 'the new image was refused after the old one was gone');
  }
  return startImage(act, process, space) ? OK : fails('killed');
}

/**
 * [PR-7] What may be refused on the way, in order: the stack that glibc maps for its child (as the parent, and under its
 * limits), the child itself (EAGAIN), the new space's first page (ENOMEM), the rest of the image. By then the call has
 * succeeded: the child is just gone.
 */
function mayStartImage(act: Act, parent: Process): Answer | null {
  const { m, policy } = act;
  const call = 'posix_spawn';
  const own = { process: parent, space: spaceOf(m, parent.space as number), call };
  const hit =
    mapsHit(m, own.space, 1, 'asks beyond') ??
    expansionHit(parent, own.space, { pages: POSIX_SPAWN_STACK_PAGES, isData: true, policy });
  if (hit) return refuse(act, parent, call, hit, 'ENOMEM');
  if (!policy.decideCharge(m, { ...own, pages: POSIX_SPAWN_STACK_PAGES }).isGranted) {
    charge(act, own, POSIX_SPAWN_STACK_PAGES);
    return fails(policy.refusalErrno(call));
  }
  const threads = processLimitHit(m, parent);
  if (threads) return refuse(act, parent, call, threads, 'EAGAIN');
  const fresh = { process: parent, space: null, call };
  const isFirstGranted = policy.decideCharge(m, { ...fresh, pages: 1 }).isGranted;
  const image = isFirstGranted ? imageHit(parent.limits) : null;
  if (image) {
    sayLimit(act, parent, call, image);
    return { ...OK, detail: `the child died before it could run: ${imageWords(image)}` };
  }
  if (charge(act, fresh, isFirstGranted ? imagePages(parent.limits) : 1)) return null;
  return isFirstGranted ? { ...OK, detail: 'the child died before it could run' } : fails(policy.refusalErrno(call));
}

/** [PR-7] The child's stack is mapped and unmapped again; what stays are the page tables that other mappings lie in too. */
function useSpawnStack(act: Act, parent: Process): Answer | null {
  const space = spaceOf(act.m, parent.space as number);
  const at = findHole(act.m, space, POSIX_SPAWN_STACK_PAGES);
  if (at === null) return refuses('ENOMEM', 'no room for the stack of the child');
  const range = { at, count: POSIX_SPAWN_STACK_PAGES };
  if (!ensureTables(act, { process: parent, call: 'posix_spawn' }, space, range)) return fails('killed');
  freeTables(act, space, range);
  return null;
}

/** [PR-7] glibc: vfork and exec in one, so that a large parent costs nothing. */
export function posixSpawn(act: Act, parent: Process, name: string): Answer {
  const fresh = { process: parent, call: 'posix_spawn' };
  const failure = mayStartImage(act, parent);
  if (failure) return failure;
  const without = useSpawnStack(act, parent);
  if (without) return without;
  const space = makeSpace(act, parent.limits);
  const birth: Birth = {
    name,
    comm: name,
    ppid: parent.pid,
    uid: parent.uid,
    space: space.id,
    how: 'posix_spawn',
    oomScoreAdj: parent.oomScoreAdj,
    group: parent.group,
  };
  const child = begin(act, fresh, birth);
  if (child === 'killed') {
    freeSpace(act, fresh, space.id);
    return fails('killed');
  }
  return startImage(act, child, space) ? OK : answerAfter(act, parent);
}
