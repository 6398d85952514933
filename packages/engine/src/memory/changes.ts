/** Bookkeeping of the facts that move memory. Nothing here decides, draws or refuses. */
import type { MemoryFact } from '../facts.ts';
import type { AddressSpace, ContentRun, Machine, TableRun, Vma } from '../state.ts';
import {
  addSlotRefs,
  cacheSlots,
  dropSlots,
  eachFrameRun,
  type FrameOwner,
  freeFrames,
  releaseContents,
  shareFrames,
  takeFrames,
  takeLowest,
} from './frames.ts';
import { imageNamed } from './layout.ts';
import { CONTENTS, TABLES, VMAS } from './runKinds.ts';
import { carve, firstAfter, holes, insertRun, joinAround, pick, type Run, removeRuns } from './runs.ts';
import { indexById, makeVma, objectOf, regionOf, spaceOf } from './space.ts';
import { hasInOne, LEVELS, tableIndices, tablesOf } from './tableSpans.ts';
import { insertVma, moveInVma, settleGrown, settleVma } from './vmas.ts';

type Of<T extends MemoryFact['type']> = Extract<MemoryFact, { type: T }>;

export function spaceMade(m: Machine, f: Of<'SpaceMade'>): void {
  const image = 'image' in f ? imageNamed(f.image, f.stackPages) : f;
  m.spaces.push({
    id: f.space,
    users: 0,
    vmas: image.vmas.map(makeVma),
    pages: [],
    tables: [],
    upperTables: [],
    filePages: image.filePages,
    heapStart: image.heapStart,
    brkBytes: image.brkBytes,
    regions: {},
    locks: [],
  });
  m.nextSpace = f.space + 1;
}

/** [CW-1] Every mapped private frame gets one more share, every swapped one a further reference; nothing is copied. */
export function spaceForked(m: Machine, f: Of<'SpaceForked'>): void {
  const from = spaceOf(m, f.from);
  const child: AddressSpace = {
    ...from,
    id: f.to,
    users: 0,
    vmas: [],
    pages: [],
    tables: [],
    upperTables: [],
    filePages: f.filePages,
    locks: from.locks.map((lock) => ({ ...lock, waiters: [] })),
    regions: Object.fromEntries(Object.entries(from.regions).map(([name, range]) => [name, { ...range }])),
  };
  delete child.code;
  for (const vma of from.vmas) {
    if (vma.isDontFork) continue;
    child.vmas.push(cloneOf(vma, child.vmas.length + 1));
    if (vma.isWipeOnFork) continue;
    const contents = pick(from.pages, vma.at, vma.count, CONTENTS);
    if (needsCopy(vma, contents)) copyEntries(m, child, contents);
  }
  m.spaces.push(child);
  m.nextSpace = f.to + 1;
}

/** [CW-5] mm/rmap.c:anon_vma_fork: from now on each written mapping of a child has pages of its own, apart from its parent's. */
function cloneOf(vma: Vma, anon: number): Vma {
  const copy = VMAS.slice(vma, 0, vma.count);
  copy.isLocked = false;
  if (copy.anon === undefined) return copy;
  if (copy.isWipeOnFork) {
    delete copy.anon;
    delete copy.isCloned;
    return copy;
  }
  copy.anon = anon;
  copy.isCloned = true;
  return copy;
}

/** [CW-4] mm/memory.c:vma_needs_copy: where no page was ever written the child finds everything again by itself. */
function needsCopy(vma: Vma, contents: readonly ContentRun[]): boolean {
  return vma.anon !== undefined || contents.some((run) => run.state === 'frames' || run.state === 'swap');
}

function copyEntries(m: Machine, child: AddressSpace, contents: ContentRun[]): void {
  for (const run of contents) {
    if (run.state === 'frames' || run.state === 'shm') shareFrames(m, run.ref, run.count);
    else if (run.state === 'swap') addSlotRefs(m, run.ref, run.count, 1);
    run.isYoung = false;
    child.pages.push(run);
    joinAround(child.pages, child.pages.length - 1, child.pages.length - 1, CONTENTS);
  }
}

export function spaceFreed(m: Machine, f: Of<'SpaceFreed'>): void {
  const space = spaceOf(m, f.space);
  releaseContents(m, space.pages);
  for (const table of [...space.tables, ...space.upperTables]) freeFrames(m, table.ref, table.count);
  m.spaces.splice(indexById(m.spaces, f.space), 1);
  leaveObjects(m, space.vmas);
}

/** Shared objects that no mapping shows any more go with their memory. */
function leaveObjects(m: Machine, gone: readonly Vma[]): void {
  for (const id of new Set(gone.map((vma) => vma.object))) {
    if (id === null || m.spaces.some((space) => space.vmas.some((vma) => vma.object === id))) continue;
    for (const run of objectOf(m, id).contents) {
      if (run.state === 'swap') dropSlots(m, run.ref, run.count);
      else freeFrames(m, run.ref, run.count);
    }
    m.objects.splice(indexById(m.objects, id), 1);
  }
}

export function regionMapped(m: Machine, f: Of<'RegionMapped'>): void {
  const space = spaceOf(m, f.space);
  insertVma(space.vmas, makeVma(f.vma));
  if (f.region !== undefined) space.regions[f.region] = { at: f.vma.at, count: f.vma.count };
}

export function regionUnmapped(m: Machine, f: Of<'RegionUnmapped'>): void {
  const space = spaceOf(m, f.space);
  releaseContents(m, removeRuns(space.pages, f.at, f.count, CONTENTS));
  leaveObjects(m, removeRuns(space.vmas, f.at, f.count, VMAS));
  if (f.forgets !== undefined) delete space.regions[f.forgets];
}

/** The mapping that ends at `at` becomes longer by `count` (0: only the region's name changes its size). */
export function regionGrown(m: Machine, f: Of<'RegionGrown'>): void {
  const space = spaceOf(m, f.space);
  if (f.count > 0) {
    const i = space.vmas.findIndex((vma) => vma.at + vma.count === f.at);
    const vma = space.vmas[i];
    if (!vma) throw new Error(`no mapping ends at ${f.at}`);
    vma.count += f.count;
    settleGrown(space.vmas, i);
  }
  const region = f.region === undefined ? undefined : regionOf(space, f.region);
  if (region) region.count = f.regionPages ?? region.count;
}

/** mremap: mapping and contents move as they are. */
export function regionMoved(m: Machine, f: Of<'RegionMoved'>): void {
  const space = spaceOf(m, f.space);
  const shift = f.to - f.from;
  const contents = removeRuns(space.pages, f.from, f.count, CONTENTS);
  const vmas = removeRuns(space.vmas, f.from, f.count, VMAS);
  for (const vma of vmas) {
    vma.at += shift;
    if (vma.anon !== undefined) shiftPages(vma, -shift);
    moveInVma(space.vmas, vma);
  }
  for (const run of contents) {
    run.at += shift;
    insertRun(space.pages, run, CONTENTS);
  }
  space.regions[f.region] = { at: f.to, count: f.count };
}

/** mm/mmap.c:copy_vma: what was written keeps its page numbers. */
function shiftPages(vma: Vma, by: number): void {
  const shift = (vma.shift ?? 0) + by;
  if (shift === 0) delete vma.shift;
  else vma.shift = shift;
}

export function regionChanged(m: Machine, f: Of<'RegionChanged'>): void {
  const space = spaceOf(m, f.space);
  const [from, to] = carve(space.vmas, f.at, f.count, VMAS);
  for (let i = from; i < to; i++) Object.assign(space.vmas[i] as Vma, f.change);
  for (let i = to - 1; i >= from; i--) settleVma(space.vmas, i);
  if (f.change.isLocked !== undefined) relist(m, space, f, f.change.isLocked);
}

/** mlock puts frames on the unevictable list, munlock back. */
function relist(m: Machine, space: AddressSpace, range: Run, isLocked: boolean): void {
  for (const run of pick(space.pages, range.at, range.count, CONTENTS)) {
    if (run.state !== 'frames' && run.state !== 'shm') continue;
    eachFrameRun(m, run.ref, run.count, (frame) => {
      frame.list = isLocked ? 'unevictable' : 'inactive';
    });
  }
}

export function objectMade(m: Machine, f: Of<'ObjectMade'>): void {
  m.objects.push({ id: f.object, pages: f.pages, isAccounted: f.isAccounted, owed: 0, contents: [] });
  m.nextObject = f.object + 1;
}

export function zeroMapped(m: Machine, f: Of<'ZeroMapped'>): void {
  const space = spaceOf(m, f.space);
  insertRun(space.pages, { at: f.at, count: f.count, state: 'zero', ref: 0, isYoung: true }, CONTENTS);
}

/** [CW-2] Fresh frames take the place of what was there: nothing, the zero page, a shared frame or a swap entry. */
export function pagesMapped(m: Machine, f: Of<'PagesMapped'> | Of<'PagesCopied'> | Of<'PagesSwappedIn'>): void {
  const space = spaceOf(m, f.space);
  if (!f.frames) makeTables(m, space, f);
  const old = removeRuns(space.pages, f.at, f.count, CONTENTS);
  const vma = space.vmas[firstAfter(space.vmas, f.at)];
  const isLocked = vma?.isLocked === true;
  if (f.type === 'PagesMapped' && f.anon !== undefined && vma) vma.anon = f.anon;
  const list = isLocked ? 'unevictable' : 'inactive';
  const frames = framesOf(m, f, { use: 'anon', shares: 1, list, group: f.group ?? '', isDirty: true });
  let at = f.at;
  for (const run of frames) {
    insertRun(space.pages, { at, count: run.count, state: 'frames', ref: run.at, isYoung: true }, CONTENTS);
    at += run.count;
  }
  if (f.type === 'PagesSwappedIn' && f.keepsSlots) keepSlots(m, frames, old);
  else releaseContents(m, old);
}

/** [FR-1] The frames that a fact takes: those that it names, else as many of the lowest free ones as it has pages. */
function framesOf(m: Machine, f: { count: number; frames?: Run[] }, owner: FrameOwner): Run[] {
  if (!f.frames) return takeLowest(m, f.count, owner);
  takeFrames(m, f.frames, owner);
  return f.frames;
}

/** The slot's reference passes from the page table entry to the swap cache. */
function keepSlots(m: Machine, frames: readonly Run[], old: readonly ContentRun[]): void {
  const slots = old.map((run) => ({ at: run.ref, count: run.count }));
  for (const frame of frames) {
    let done = 0;
    while (done < frame.count) {
      const slot = slots[0] as Run;
      const count = Math.min(frame.count - done, slot.count);
      const first = slot.at;
      const base = frame.at + done;
      eachFrameRun(m, base, count, (run) => {
        run.slot = first + (run.at - base);
      });
      cacheSlots(m, first, count);
      done += count;
      slot.at += count;
      slot.count -= count;
      if (slot.count === 0) slots.shift();
    }
  }
}

export function objectFilled(m: Machine, f: Of<'ObjectFilled'> | Of<'ObjectSwappedIn'>): void {
  const object = objectOf(m, f.object);
  for (const run of removeRuns(object.contents, f.at, f.count, CONTENTS)) {
    if (run.state === 'swap') dropSlots(m, run.ref, run.count);
  }
  const isDirty = f.type === 'ObjectSwappedIn' || f.isDirty === true;
  const frames = framesOf(m, f, { use: 'shm', shares: 0, list: 'inactive', group: f.group ?? '', isDirty });
  let at = f.at;
  for (const run of frames) {
    insertRun(object.contents, { at, count: run.count, state: 'shm', ref: run.at, isYoung: false }, CONTENTS);
    at += run.count;
  }
}

export function objectMapped(m: Machine, f: Of<'ObjectMapped'>): void {
  const space = spaceOf(m, f.space);
  const object = objectOf(m, f.object);
  removeRuns(space.pages, f.at, f.count, CONTENTS);
  for (const run of pick(object.contents, f.offset, f.count, CONTENTS)) {
    if (run.state !== 'shm') continue;
    shareFrames(m, run.ref, run.count);
    const at = f.at + (run.at - f.offset);
    insertRun(space.pages, { at, count: run.count, state: 'shm', ref: run.ref, isYoung: true }, CONTENTS);
  }
}

export function pagesTouched(m: Machine, f: Of<'PagesTouched'>): void {
  const space = spaceOf(m, f.space);
  setYoung(space, f, true);
}

export function setYoung(space: AddressSpace, range: Run, isYoung: boolean): void {
  const [from, to] = carve(space.pages, range.at, range.count, CONTENTS);
  for (let i = from; i < to; i++) (space.pages[i] as ContentRun).isYoung = isYoung;
  joinAround(space.pages, from, to, CONTENTS);
}

export function pagesDropped(m: Machine, f: Of<'PagesDropped'>): void {
  releaseContents(m, removeRuns(spaceOf(m, f.space).pages, f.at, f.count, CONTENTS));
}

export function tablesMade(m: Machine, f: Of<'TablesMade'>): void {
  const space = spaceOf(m, f.space);
  const { at, count = 1, group, frames } = f;
  if (f.level === undefined) makeTables(m, space, { at, count, group });
  else fillTables(m, tablesOf(space, f.level), { at, count, group, frames });
}

/** [FT-2] The page tables that a range of pages still lacks, the upper ones first. */
function makeTables(m: Machine, space: AddressSpace, f: Run & { group?: string }): void {
  for (const level of LEVELS) {
    const tables = tablesOf(space, level);
    const wanted = tableIndices(f, level);
    if (hasInOne(tables, wanted)) continue;
    for (const { at, count } of holes(tables, wanted.at, wanted.count)) {
      fillTables(m, tables, { at, count, group: f.group });
    }
  }
}

function fillTables(m: Machine, tables: TableRun[], f: Run & { frames?: Run[]; group?: string }): void {
  let at = f.at;
  for (const run of framesOf(m, f, { use: 'tables', shares: 1, list: 'none', group: f.group ?? '', isDirty: true })) {
    insertRun(tables, { at, count: run.count, ref: run.at }, TABLES);
    at += run.count;
  }
}

export function tablesFreed(m: Machine, f: Of<'TablesFreed'>): void {
  const tables = tablesOf(spaceOf(m, f.space), f.level);
  for (const run of removeRuns(tables, f.at, f.count, TABLES)) freeFrames(m, run.ref, run.count);
}
