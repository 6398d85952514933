import { pickFromPieces } from './memory/pieces.ts';
import { CONTENTS, FRAMES, SLOTS, TABLES, VMAS } from './memory/runKinds.ts';
import { holes, pick, type Run, type RunKind, totalOf } from './memory/runs.ts';
import { accountedPages, promisedPages } from './memory/space.ts';
import { SPAN } from './memory/tableSpans.ts';
import type { AddressSpace, ContentRun, Machine, Process, Vma } from './state.ts';

/** [INV-1] What must hold after every fact. Answers what does not, in words; empty = sound. */
export function violations(m: Machine): string[] {
  return [
    ...frameFaults(m),
    ...slotFaults(m),
    ...m.spaces.flatMap((space) => spaceFaults(m, space)),
    ...linkFaults(m),
    ...lockFaults(m),
    ...groupFaults(m),
  ];
}

/** [INV-1] What holds between commands: a charge, page tables and a shared object are facts of their own, beside the one they are for. */
export function restFaults(m: Machine): string[] {
  const charge = chargeFault(m);
  const out = charge === null ? [] : [charge];
  for (const space of m.spaces) {
    out.push(...tableFaults(space));
    if (space.users === 0) out.push(`nobody uses space ${space.id}`);
  }
  for (const { id } of m.objects) {
    if (!m.spaces.some((space) => space.vmas.some((vma) => vma.object === id))) out.push(`nobody shows object ${id}`);
  }
  return out;
}

/** A charge and the mapping that it is for are two facts. */
function chargeFault(m: Machine): string | null {
  let promised = m.atBoot.committed;
  for (const space of m.spaces) promised += accountedPages(space);
  for (const object of m.objects) promised += promisedPages(object);
  return promised === m.committed ? null : `${m.committed} pages are promised, the mappings add up to ${promised}`;
}

type Listed<T extends Run> = { name: string; runs: readonly T[]; kind: RunKind<T>; end?: number; mayBeCut?: true };

/** Sorted, apart, not empty, within bounds, and equal neighbours are one (but where they `mayBeCut`). */
function listFaults<T extends Run>({ name, runs, kind, mayBeCut, end = Number.MAX_SAFE_INTEGER }: Listed<T>): string[] {
  const out: string[] = [];
  let cursor = 0;
  for (const [i, run] of runs.entries()) {
    const before = runs[i - 1];
    if (run.count <= 0) out.push(`${name}: an empty run at ${run.at}`);
    if (run.at < cursor) out.push(`${name}: the run at ${run.at} overlaps the one before`);
    const isCut = before && cursor === run.at && kind.joins(before, run);
    if (isCut && !mayBeCut) out.push(`${name}: a needless cut at ${run.at}`);
    cursor = run.at + run.count;
  }
  if (cursor > end) out.push(`${name}: ends at ${cursor}, beyond ${end}`);
  return out;
}

/** Frames are conserved, as often shared as mapped, and each use has its owners. */
function frameFaults(m: Machine): string[] {
  const out = listFaults({ name: 'frames', runs: m.frames.flat(), kind: FRAMES, end: m.ramPages });
  const used = totalOf(m.frames.flat());
  if (used + m.freeFrames !== m.ramPages) out.push(`${used} frames used + ${m.freeFrames} free is not ${m.ramPages}`);
  const mapped: Record<'anon' | 'shm', Mark[]> = { anon: [], shm: [] };
  const owned: Record<'shm' | 'tables', Mark[]> = { shm: [], tables: [] };
  for (const space of m.spaces) {
    for (const run of space.pages) {
      if (run.state === 'frames') mapped.anon.push(...mark(run.ref, run.count, 1));
      if (run.state === 'shm') mapped.shm.push(...mark(run.ref, run.count, 1));
    }
    for (const run of [...space.tables, ...space.upperTables]) owned.tables.push(...mark(run.ref, run.count, 1));
  }
  for (const run of m.objects.flatMap((object) => object.contents)) {
    if (run.state === 'shm') owned.shm.push(...mark(run.ref, run.count, 1));
  }
  for (const run of m.frames.flat()) {
    if (run.use === 'anon' || run.use === 'shm') mapped[run.use].push(...mark(run.at, run.count, -run.shares));
    if (run.use === 'shm' || run.use === 'tables') owned[run.use].push(...mark(run.at, run.count, -1));
    if (run.use === 'anon' && run.shares === 0 && run.slot < 0) out.push(`frame ${run.at} is nobody's`);
  }
  return [
    ...out,
    ...unbalanced('anonymous frame', mapped.anon),
    ...unbalanced('shared frame', mapped.shm),
    ...unbalanced('frame of an object', owned.shm),
    ...unbalanced('frame of a table', owned.tables),
    ...m.processes.flatMap((process) => stackFaults(m, process)),
  ];
}

function stackFaults(m: Machine, { name, kernelFrames }: Process): string[] {
  const own = kernelFrames.flatMap(({ at, count }) => pickFromPieces(m.frames, { at, count }, FRAMES));
  const isSound = totalOf(own) === totalOf(kernelFrames) && own.every((run) => run.use === 'kernel');
  return isSound ? [] : [`the kernel frames of ${name} are not the kernel's`];
}

/** Slots have as many references as entries name them, and one for the swap cache. */
function slotFaults(m: Machine): string[] {
  const named: Mark[] = [];
  const cached: Mark[] = [];
  for (const contents of [...m.spaces.map((s) => s.pages), ...m.objects.map((o) => o.contents)]) {
    for (const run of contents) if (run.state === 'swap') named.push(...mark(run.ref, run.count, 1));
  }
  for (const run of m.frames.flat()) if (run.slot >= 0) cached.push(...mark(run.slot, run.count, 1));
  named.push(...cached);
  for (const run of m.slots) {
    named.push(...mark(run.at, run.count, -run.refs));
    if (run.isCached) cached.push(...mark(run.at, run.count, -1));
  }
  return [
    ...listFaults({ name: 'slots', runs: m.slots, kind: SLOTS, end: m.swapPages }),
    ...unbalanced('slot', named),
    ...unbalanced('cached slot', cached),
  ];
}

type Mark = { at: number; change: number };

function mark(at: number, count: number, change: number): Mark[] {
  return [
    { at, change },
    { at: at + count, change: -change },
  ];
}

/** Sweep over the marks: the sum must be 0 everywhere. */
function unbalanced(name: string, marks: Mark[]): string[] {
  marks.sort((a, b) => a.at - b.at);
  let sum = 0;
  for (const [i, { at, change }] of marks.entries()) {
    sum += change;
    if (sum !== 0 && marks[i + 1]?.at !== at)
      return [`${name} ${at} is counted ${sum > 0 ? 'too few' : 'too many'} times`];
  }
  return [];
}

/** Nothing lies outside a mapping, private pages only in private ones, and shared ones show their object's page. */
function spaceFaults(m: Machine, space: AddressSpace): string[] {
  const name = `space ${space.id}`;
  const out = [
    // A forked child loses the marks of mlock, and its mappings stay as they were cut: `kernel/fork.c:dup_mmap` merges none.
    ...listFaults({ name: `${name} mappings`, runs: space.vmas, kind: VMAS, mayBeCut: true }),
    ...listFaults({ name: `${name} pages`, runs: space.pages, kind: CONTENTS }),
    ...listFaults({ name: `${name} tables`, runs: space.tables, kind: TABLES }),
    ...listFaults({ name: `${name} upper tables`, runs: space.upperTables, kind: TABLES }),
  ];
  let covered = 0;
  for (const vma of space.vmas) {
    const inside = pick(space.pages, vma.at, vma.count, CONTENTS);
    covered += totalOf(inside);
    if (inside.some((run) => !mayLieIn(m, vma, run))) out.push(`${name}: wrong pages in the mapping at ${vma.at}`);
  }
  if (covered !== totalOf(space.pages)) out.push(`${name}: pages lie outside any mapping`);
  return out;
}

function mayLieIn(m: Machine, vma: Vma, run: ContentRun): boolean {
  if (vma.object === null) return run.state !== 'shm';
  const object = m.objects.find(({ id }) => id === vma.object);
  if (!object || run.state !== 'shm') return false;
  const shown = pick(object.contents, vma.offset + (run.at - vma.at), run.count, CONTENTS);
  let at = run.ref;
  for (const part of shown) {
    if (part.state !== 'shm' || part.ref !== at) return false;
    at += part.count;
  }
  return at === run.ref + run.count;
}

/** [FT-2] What is mapped has its page tables. */
function tableFaults(space: AddressSpace): string[] {
  const levels = [
    { tables: space.tables, span: SPAN },
    { tables: space.upperTables, span: SPAN * SPAN },
  ];
  for (const { tables, span } of levels) {
    for (const { at, count } of space.pages) {
      const first = Math.floor(at / span);
      const last = Math.floor((at + count - 1) / span);
      if (holes(tables, first, last - first + 1).length > 0) return [`space ${space.id}: no page table for page ${at}`];
    }
  }
  return [];
}

/** Spaces have as many users as processes name them; parents exist; names are unique among the living. */
function linkFaults(m: Machine): string[] {
  const out: string[] = [];
  const names = new Set<string>();
  const users = new Map<number, number>();
  const pids = new Set(m.processes.map(({ pid }) => pid));
  const spaces = new Set(m.spaces.map(({ id }) => id));
  if (pids.size < m.processes.length) out.push('two processes have one pid');
  for (const process of m.processes) {
    const { name, space } = process;
    if (process.pid >= m.nextPid) out.push(`${name} has a pid that is still to be given`);
    if (process.ppid > 1 && !pids.has(process.ppid)) out.push(`${name} has no parent`);
    if (process.group !== '' && !m.groups.some((g) => g.name === process.group)) out.push(`${name} has no group`);
    if (process.waitsFor !== 0 && !pids.has(process.waitsFor)) out.push(`${name} waits for nobody`);
    if ((process.state === 'suspended') !== (process.waitsFor !== 0)) out.push(`${name} is suspended for nobody`);
    if (process.state === 'zombie') continue;
    if (names.has(name)) out.push(`two live processes are called ${name}`);
    names.add(name);
    if (space === null || !spaces.has(space)) out.push(`${name} has no space`);
    if (space !== null) users.set(space, (users.get(space) ?? 0) + 1);
  }
  for (const { id, users: said } of m.spaces) {
    if (users.get(id) !== said && said !== 0) out.push(`space ${id} has ${users.get(id) ?? 0} users, not ${said}`);
    if (id >= m.nextSpace) out.push(`space ${id} has an id that is still to be given`);
  }
  return out;
}

/** [TH-3] A lock has one holder; a process that waits for it is alive, in that memory, and does not run. */
function lockFaults(m: Machine): string[] {
  const out: string[] = [];
  for (const { id, locks } of m.spaces) {
    if (new Set(locks.map(({ name }) => name)).size < locks.length) out.push(`space ${id} has a lock twice`);
    for (const { name, waiters } of locks) {
      for (const { pid, thread } of waiters) {
        const process = m.processes.find((p) => p.pid === pid && p.space === id);
        if (!process) out.push(`somebody who is gone waits for the lock ${name}`);
        else if (thread === 'main' && process.state !== 'blocked')
          out.push(`${process.name} waits for ${name} and runs`);
      }
    }
  }
  return out;
}

function groupFaults(m: Machine): string[] {
  const sum = (runs: readonly (Run & { group: string })[], name: string): number =>
    runs.reduce((pages, run) => pages + (run.group === name ? run.count : 0), 0);
  return m.groups.flatMap(({ name, usage, swapUsage }) => {
    const [frames, slots] = [sum(m.frames.flat(), name), sum(m.slots, name)];
    return frames === usage && slots === swapUsage
      ? []
      : [`group ${name} is charged ${usage} and ${swapUsage} in swap, not ${frames} and ${slots}`];
  });
}
