import { machineUse } from '../kernels/measure.ts';
import { policyOf } from '../kernels/registry.ts';
import { totalOf } from '../memory/runs.ts';
import { accountedPages, promisedPages, spaceOf } from '../memory/space.ts';
import type { Machine } from '../state.ts';
import type { CommitView } from './types.ts';

/** [VIEW-8] What is promised, to whom, and what memory exists. */
export function commitStatement(m: Machine): CommitView {
  const policy = policyOf(m.spec.policy);
  const use = machineUse(m);
  return {
    committedPages: m.committed,
    limitPages: policy.commitLimit(m),
    isEnforced: policy.isStrict(m),
    ramPages: m.ramPages,
    swapTotalPages: m.swapPages,
    swapUsedPages: totalOf(m.slots),
    freePages: m.freeFrames,
    kernelPages: use.kernel,
    filePages: use.file,
    pagingSpace: pagingSpaceOf(m),
    byOwner: byOwner(m),
  };
}

/** What runs out on a kernel that watches its paging space; null on all others. */
export function pagingSpaceOf(m: Machine): CommitView['pagingSpace'] {
  return policyOf(m.spec.policy).pagingSpace?.(m) ?? null;
}

function byOwner(m: Machine): CommitView['byOwner'] {
  const owners = new Map(m.seats.map((seat) => [seat.uid, seat.actor]));
  const sums = new Map<string | null, number>([[null, m.atBoot.committed]]);
  const add = (owner: string | null, pages: number) => sums.set(owner, (sums.get(owner) ?? 0) + pages);
  const seen = new Set<number>();
  const left = new Map(m.objects.map((object) => [object.id, object]));
  for (const process of m.processes) {
    if (process.space === null || seen.has(process.space)) continue;
    seen.add(process.space);
    const owner = owners.get(process.uid) ?? null;
    const space = spaceOf(m, process.space);
    add(owner, accountedPages(space));
    for (const { object } of left.size > 0 ? space.vmas : []) {
      const shown = object === null ? undefined : left.get(object);
      if (!shown) continue;
      add(owner, promisedPages(shown));
      left.delete(shown.id);
    }
  }
  return [...sums].map(([owner, pages]) => ({ owner, promisedPages: pages }));
}
