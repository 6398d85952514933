import type { FrameUse, Machine } from '../state.ts';
import { createColumns } from './columns.ts';
import { countStretches, holdersOf, mappingsOf } from './mappings.ts';
import type { FrameClass, FrameKind, FrameMapView } from './types.ts';

/**
 * [VIEW-6] Every frame and every swap slot once: what it is, whose, by how many it is mapped.
 * O(n log n) in the runs of the machine and of its page tables; never O(pages) where those are fewer by far.
 */
export function frameMap(m: Machine): FrameMapView {
  const { processes, frames, slots } = mappingsOf(m);
  const owners = new Map(m.seats.map((seat) => [seat.uid, seat.actor]));
  const runs = createRuns(
    processes.map(({ pid, uid }) => ({ pid, owner: owners.get(uid) ?? null })),
    countStretches(frames) + countStretches(slots) + SYSTEM_RUNS,
  );
  const ofFrames = holdersOf(frames, m.ramPages);
  for (const piece of m.frames) {
    for (const run of piece) {
      runs.skipTo(run.at);
      runs.begin(run.use, run.shares);
      if (isOwned(run.use)) ofFrames(run.at, run.at + run.count, runs.add);
      else runs.add(run.at, run.at + run.count, -1);
    }
  }
  runs.skipTo(m.ramPages);
  runs.turnToSwap(m.ramPages);
  const ofSlots = holdersOf(slots, m.swapPages);
  for (const { at, count, refs, isCached } of m.slots) {
    runs.skipTo(at);
    runs.begin('swap', refs - (isCached ? 1 : 0));
    ofSlots(at, at + count, runs.add);
  }
  runs.skipTo(m.swapPages);
  return { ramPages: m.ramPages, swapPages: m.swapPages, ...runs.whole() };
}

/** Runs of the kernel's own, of files and of what is free, as many as there commonly are. */
const SYSTEM_RUNS = 1024;

const isOwned = (use: FrameUse): boolean => use === 'anon' || use === 'shm' || use === 'tables';

const CODES: Record<FrameKind, number> = { free: 0, kernel: 1, tables: 2, file: 3, anon: 4, shm: 5, swap: 6 };
const KINDS = Object.keys(CODES) as FrameKind[];

/** Builds the list of runs from the front: RAM first, then swap. Merges equal neighbours. */
function createRuns(processes: readonly Pick<FrameClass, 'pid' | 'owner'>[], expected: number) {
  const classes: FrameClass[] = [];
  /** Index of a class by holder and kind, -1 = not met yet. */
  const known = new Int32Array((processes.length + 1) * KINDS.length).fill(-1);
  const rows = createColumns(expected);
  const last = { index: -1, mappers: -1 };
  let base = 0;
  let cursor = 0;
  let code = 0;
  let mappers = 0;

  function classAt(who: number): number {
    const key = (who + 1) * KINDS.length + code;
    const found = known[key] as number;
    if (found >= 0) return found;
    const { pid, owner } = processes[who] ?? { pid: null, owner: null };
    const kind = KINDS[code] as FrameKind;
    known[key] = classes.push({ kind, isInSwap: base > 0, owner, pid, pages: 0, sharedPages: 0 }) - 1;
    return known[key] as number;
  }
  function add(at: number, end: number, who: number): void {
    const index = classAt(who);
    const found = classes[index] as FrameClass;
    found.pages += end - at;
    if (mappers > 1) found.sharedPages += end - at;
    cursor = end;
    if (index === last.index && mappers === last.mappers) return;
    rows.add(base + at, index, mappers);
    last.index = index;
    last.mappers = mappers;
  }
  function begin(kind: FrameKind, mappedBy: number): void {
    code = CODES[kind];
    mappers = mappedBy;
  }
  return {
    /** What is added next is of this kind. */
    begin,
    add,
    /** What was not added up to here is free. */
    skipTo: (at: number): void => {
      if (at <= cursor) return;
      begin('free', 0);
      add(cursor, at, -1);
    },
    turnToSwap: (ramPages: number): void => {
      base = ramPages;
      cursor = 0;
      known.fill(-1);
      last.index = -1;
    },
    whole: () => {
      const runs = rows.length();
      rows.add(base + cursor, 0, 0);
      const [starts, classOf, mappersOf] = rows.whole();
      return { classes, starts, classOf: classOf.subarray(0, runs), mappers: mappersOf.subarray(0, runs) };
    },
  };
}
