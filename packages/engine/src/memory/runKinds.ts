import type { ContentRun, FrameRun, SlotRun, TableRun, Vma } from '../state.ts';
import type { RunKind } from './runs.ts';

/** How each kind of run is cut and joined: references stay linear, so a cut never renumbers anything. */
export const FRAMES: RunKind<FrameRun> = {
  // Columns by name: this is the hottest place of a fold, and a spread costs several times as much.
  slice: (run, offset, count) => ({
    at: run.at + offset,
    count,
    use: run.use,
    shares: run.shares,
    list: run.list,
    stamp: run.stamp + offset,
    isReferenced: run.isReferenced,
    isDirty: run.isDirty,
    slot: run.slot < 0 ? -1 : run.slot + offset,
    group: run.group,
  }),
  joins: (a, b) =>
    a.use === b.use &&
    a.shares === b.shares &&
    a.list === b.list &&
    a.isReferenced === b.isReferenced &&
    a.isDirty === b.isDirty &&
    a.group === b.group &&
    a.stamp + a.count === b.stamp &&
    (a.slot < 0 ? b.slot < 0 : a.slot + a.count === b.slot),
};

export const SLOTS: RunKind<SlotRun> = {
  slice: (run, offset, count) => ({
    at: run.at + offset,
    count,
    refs: run.refs,
    isCached: run.isCached,
    group: run.group,
  }),
  joins: (a, b) => a.refs === b.refs && a.isCached === b.isCached && a.group === b.group,
};

export const CONTENTS: RunKind<ContentRun> = {
  slice: (run, offset, count) => ({
    at: run.at + offset,
    count,
    state: run.state,
    ref: run.state === 'zero' ? 0 : run.ref + offset,
    isYoung: run.isYoung,
  }),
  joins: (a, b) => a.state === b.state && a.isYoung === b.isYoung && (a.state === 'zero' || a.ref + a.count === b.ref),
};

export const TABLES: RunKind<TableRun> = {
  slice: (run, offset, count) => ({ at: run.at + offset, count, ref: run.ref + offset }),
  joins: (a, b) => a.ref + a.count === b.ref,
};

/** Mappings; whether neighbours merge depends on what happens to them: `vmas.ts`. */
export const VMAS: RunKind<Vma> = {
  slice: (run, offset, count) => {
    const cut: Vma = {
      at: run.at + offset,
      count,
      prot: run.prot,
      kind: run.kind,
      isAccounted: run.isAccounted,
      isNoreserve: run.isNoreserve,
      isLocked: run.isLocked,
      isDontFork: run.isDontFork,
      isWipeOnFork: run.isWipeOnFork,
      object: run.object,
      offset: run.offset + offset,
    };
    if (run.anon !== undefined) cut.anon = run.anon;
    if (run.isCloned) cut.isCloned = true;
    if (run.shift !== undefined) cut.shift = run.shift;
    return cut;
  },
  joins: (a, b) => isAlike(a, b) && a.prot === b.prot && a.anon === b.anon,
};

/** The same but for protection and written pages; shared memory: the same object in sequence. */
export function isAlike(a: Vma, b: Vma): boolean {
  return (
    a.kind === b.kind &&
    a.kind !== 'image' &&
    a.kind !== 'stack' &&
    a.isAccounted === b.isAccounted &&
    a.isNoreserve === b.isNoreserve &&
    a.isLocked === b.isLocked &&
    a.isDontFork === b.isDontFork &&
    a.isWipeOnFork === b.isWipeOnFork &&
    a.object === b.object &&
    (a.object === null || a.offset + a.count === b.offset) &&
    (a.shift ?? 0) === (b.shift ?? 0)
  );
}
