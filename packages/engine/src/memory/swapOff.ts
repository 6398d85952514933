import { type Act, type Answer, emit, fails, OK, type Requester, refuses } from '../act.ts';
import { initProcess } from '../process/lifecycle.ts';
import type { AddressSpace, ContentRun, ShmObject, Vma } from '../state.ts';
import { allocate } from './allocate.ts';
import { charge } from './charge.ts';
import { slotsUsed } from './frames.ts';
import { SLOTS } from './runKinds.ts';
import { pick } from './runs.ts';
import { vmaAt } from './space.ts';
import { swapIn } from './swap.ts';
import { payerOf } from './tables.ts';

const CALL = 'swapoff';

/**
 * [SW-2] mm/swapfile.c:swapoff: ENOMEM where the promises would not be granted without it; else what lies there comes back,
 * and processes may die for that. Kernels other than Linux refuse while it is in use.
 */
export function swapOff(act: Act): Answer {
  const { m, policy } = act;
  if (m.swapPages === 0) return fails('EINVAL', 'no swap is on');
  const { emptiesSwap } = policy.system;
  if (!emptiesSwap && slotsUsed(m) > 0) return fails('ENOMEM', 'swap is in use');
  const asks = { process: initProcess(0), space: null, call: CALL };
  // What was asked for is given back at once: only the answer counts.
  if (emptiesSwap && !policy.decideCharge(m, { ...asks, pages: m.swapPages }).isGranted) {
    charge(act, asks, m.swapPages);
    return fails(policy.refusalErrno(CALL), 'what is promised would not be covered without it');
  }
  act.isSwapGoing = true;
  const isEmptied = emptySwap(act);
  delete act.isSwapGoing;
  if (act.isSwapOffChosen) {
    const why = act.stalled;
    delete act.stalled;
    return refuses('EINTR', why);
  }
  if (!isEmptied) return refuses('ENOMEM', 'what lies there does not come back into memory');
  emit(act, { type: 'SwapSizeSet', pages: 0 });
  return OK;
}

/** mm/swapfile.c:try_to_unuse: shared objects, then one address space after the other, then what only the cache names. */
function emptySwap(act: Act): boolean {
  const { m } = act;
  for (const { id } of [...m.objects]) if (!emptyObject(act, () => m.objects.find((o) => o.id === id))) return false;
  for (const { id } of [...m.spaces]) if (!emptySpace(act, () => m.spaces.find((s) => s.id === id))) return false;
  for (const run of m.frames.flat().filter(({ slot }) => slot >= 0))
    emit(act, { type: 'SlotsForgotten', at: run.at, count: run.count });
  return slotsUsed(m) === 0;
}

/** init asks, for the control group that the pages were charged to when they went. */
function requesterFor({ m }: Act, content: ContentRun): Requester {
  const [slot] = pick(m.slots, content.ref, 1, SLOTS);
  return { process: { ...initProcess(0), group: slot?.group ?? '' }, call: CALL };
}

/** mm/shmem.c:shmem_unuse. False = there is no free page, and no process is left to kill for one. */
function emptyObject(act: Act, find: () => ShmObject | undefined): boolean {
  for (let next = firstIn(find()?.contents); next; next = firstIn(find()?.contents)) {
    const requester = requesterFor(act, next);
    const count = allocate(act, requester, next.count);
    if (count === 'killed') return false;
    const object = find();
    // The process that died for the page may have been the last to map the object.
    if (!object || firstIn(object.contents)?.at !== next.at) continue;
    emit(act, { type: 'ObjectSwappedIn', object: object.id, at: next.at, count, ...payerOf(requester) });
  }
  return true;
}

/** mm/swapfile.c:unuse_mm. False as above. */
function emptySpace(act: Act, find: () => AddressSpace | undefined): boolean {
  for (let space = find(); space; space = find()) {
    const next = firstIn(space.pages);
    if (!next) return true;
    const vma = vmaAt(space, next.at) as Vma;
    const requester = requesterFor(act, next);
    if (swapIn({ act, requester, space, vma, range: next, isWrite: false }, next) === 'killed') return false;
  }
  return true;
}

function firstIn(contents: readonly ContentRun[] | undefined): ContentRun | undefined {
  return contents?.find(({ state }) => state === 'swap');
}
