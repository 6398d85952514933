import { machineUse } from '../kernels/measure.ts';
import { policyOf } from '../kernels/registry.ts';
import { residence } from '../memory/residence.ts';
import { totalOf } from '../memory/runs.ts';
import { accountedPages, spaceOf } from '../memory/space.ts';
import type { Machine } from '../state.ts';
import type { CommitView } from './types.ts';

/** What is promised, to whom, and what memory exists. */
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
    byOwner: byOwner(m),
  };
}

function byOwner(m: Machine): CommitView['byOwner'] {
  const owners = new Map(m.seats.map((seat) => [seat.uid, seat.actor]));
  const sums = new Map<string | null, { promisedPages: number; usedPages: number }>();
  const seen = new Set<number>();
  for (const process of m.processes) {
    if (process.space === null || seen.has(process.space)) continue;
    seen.add(process.space);
    const owner = owners.get(process.uid) ?? null;
    const sum = sums.get(owner) ?? { promisedPages: 0, usedPages: 0 };
    const space = spaceOf(m, process.space);
    const held = residence(space);
    sum.promisedPages += accountedPages(space);
    sum.usedPages += held.anon + held.shm + held.swap;
    sums.set(owner, sum);
  }
  return [...sums].map(([owner, sum]) => ({ owner, ...sum }));
}
