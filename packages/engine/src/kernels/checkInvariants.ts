/** For tests: what must hold on every machine, whatever its kernel. Throws with the first thing that does not. */
import { type Run, totalOf } from '../memory/runs.ts';
import { accountedPages, promisedPages } from '../memory/space.ts';
import type { Machine } from '../state.ts';

/** @param committedAtBoot what `m.committed` was before the first command */
export function checkInvariants(m: Machine, committedAtBoot: number): void {
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`${m.spec.policy}, entry ${m.seq}: ${what}`);
  };
  must(m.freeFrames === m.ramPages - totalOf(m.frames.flat()), 'frames are lost or doubled');
  must(m.freeFrames >= 0, 'more frames than RAM');
  must(totalOf(m.slots) <= m.swapPages, 'more slots than swap');
  must(areSorted(m.frames.flat()) && areSorted(m.slots), 'frames or slots overlap');
  const promised =
    m.spaces.reduce((sum, space) => sum + accountedPages(space), 0) +
    m.objects.reduce((sum, object) => sum + promisedPages(object), 0);
  must(m.committed === committedAtBoot + promised, `promised ${m.committed - committedAtBoot}, charged ${promised}`);
  for (const space of m.spaces) {
    must(areSorted(space.pages) && areSorted(space.vmas), `space ${space.id} overlaps`);
    const users = m.processes.filter((p) => p.space === space.id).length;
    must(users === space.users, `space ${space.id} has ${users} users, says ${space.users}`);
  }
  for (const frame of wrongShares(m)) must(false, `frame ${frame} has a wrong share count`);
  for (const p of m.processes) {
    must(p.state === 'zombie' || p.space !== null, `${p.name} is alive without memory`);
    must(p.ppid === 1 || m.processes.some((q) => q.pid === p.ppid), `${p.name} has no parent`);
  }
}

function areSorted(runs: readonly Run[]): boolean {
  return runs.every(
    (run, i) => run.count > 0 && (i === 0 || (runs[i - 1] as Run).at + (runs[i - 1] as Run).count <= run.at),
  );
}

/** Frames whose share count is not the number of page table entries that name them; at most the first. */
function wrongShares(m: Machine): number[] {
  const edges = new Map<number, number>();
  const add = (at: number, change: number): void => void edges.set(at, (edges.get(at) ?? 0) + change);
  for (const space of m.spaces) {
    for (const run of space.pages) {
      if (run.state !== 'frames' && run.state !== 'shm') continue;
      add(run.ref, 1);
      add(run.ref + run.count, -1);
    }
  }
  for (const run of m.frames.flat()) {
    if (run.use !== 'anon' && run.use !== 'shm') continue;
    add(run.at, -run.shares);
    add(run.at + run.count, run.shares);
  }
  let sum = 0;
  for (const at of [...edges.keys()].sort((a, b) => a - b)) {
    sum += edges.get(at) ?? 0;
    if (sum !== 0) return [at];
  }
  return [];
}
