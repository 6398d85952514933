import { type Act, emit } from '../act.ts';
import { release } from '../memory/charge.ts';
import { ADDRESSES_END } from '../memory/layout.ts';
import { accountedPages, promisedPages, spaceOf } from '../memory/space.ts';
import { letGoLocked } from '../memory/unlock.ts';
import { markZapped } from '../memory/zap.ts';
import type { Process } from '../state.ts';

export type Ending = {
  cause: 'exit' | 'signal' | 'oom-kill';
  status: number;
  /** What of its memory was promised, where that is not all of it. */
  promisedPages?: number;
};

/** [PR-6] A process ends: its memory goes with the last who shares it, its vfork parent goes on, its children pass to init. */
export function endProcess(act: Act, pid: number, { cause, status, promisedPages: promised }: Ending): void {
  const process = act.m.processes.find((p) => p.pid === pid);
  if (!process || process.state === 'zombie') return;
  const space = process.space;
  emit(act, { type: 'ProcessEnded', pid, process: process.name, uid: process.uid, cause, status });
  if (space !== null) leaveSpace(act, process, space, 'exit', promised);
  resumeParent(act, pid);
  wakeParent(act, process);
}

/** The last to leave a space frees it and gives its promise back. Call after the process was taken out of it. */
export function leaveSpace(act: Act, process: Process, id: number, call: string, promised?: number): void {
  if (spaceOf(act.m, id).users === 0) freeSpace(act, { process, call }, id, promised);
}

/** An unused space is freed, and its promise is given back: `promised` pages, or all of it. */
export function freeSpace(act: Act, who: { process: Process; call: string }, id: number, promised?: number): void {
  const space = spaceOf(act.m, id);
  markZapped(act, space, { at: 0, count: ADDRESSES_END });
  letGoLocked(act, space, { at: 0, count: ADDRESSES_END });
  const objects = new Set(space.vmas.map((vma) => vma.object).filter((object) => object !== null));
  release(act, who, promised ?? accountedPages(space) + orphanedPages(act, id, objects));
  emit(act, { type: 'SpaceFreed', space: id });
}

/** Promised pages of shared objects that only this space still shows. */
function orphanedPages(act: Act, id: number, objects: ReadonlySet<number>): number {
  let pages = 0;
  for (const object of act.m.objects) {
    if (!objects.has(object.id)) continue;
    const isElsewhere = act.m.spaces.some((s) => s.id !== id && s.vmas.some((vma) => vma.object === object.id));
    if (!isElsewhere) pages += promisedPages(object);
  }
  return pages;
}

/** [PR-4] The parent that waits for this vfork child goes on. */
export function resumeParent(act: Act, childPid: number): void {
  const parent = act.m.processes.find((p) => p.waitsFor === childPid);
  if (parent) emit(act, { type: 'ParentResumed', pid: parent.pid });
}

/** [PR-8] A parent that sleeps in wait reaps its child, which is then gone. */
function wakeParent(act: Act, { pid, ppid }: Process): void {
  const parent = act.m.processes.find((p) => p.pid === ppid && p.state === 'waiting');
  if (!parent || !act.m.processes.some((p) => p.pid === pid)) return;
  emit(act, { type: 'ProcessReaped', pid });
  emit(act, { type: 'ParentResumed', pid: parent.pid });
}
