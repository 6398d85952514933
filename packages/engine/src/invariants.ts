import type { Run } from './memory/runs.ts';
import { accountedPages, promisedPages } from './memory/space.ts';
import type { AddressSpace, Machine } from './state.ts';

/** [INV] What must hold after every fact. Answers what does not, in words; empty = sound. */
export function violations(m: Machine): string[] {
  return [...frameFaults(m), ...slotFaults(m), ...spaceFaults(m), ...linkFaults(m), ...groupFaults(m)];
}

/** What holds between commands: a charge and the mapping that it is for are two facts. */
export function chargeFault(m: Machine): string | null {
  let promised = m.atBoot.committed;
  for (const space of m.spaces) promised += accountedPages(space);
  for (const object of m.objects) promised += promisedPages(object);
  return promised === m.committed ? null : `${m.committed} pages are promised, the mappings add up to ${promised}`;
}

function overlaps(name: string, runs: readonly Run[], end: number): string[] {
  const out: string[] = [];
  let cursor = 0;
  for (const run of runs) {
    if (run.count <= 0) out.push(`${name}: an empty run at ${run.at}`);
    if (run.at < cursor) out.push(`${name}: the run at ${run.at} overlaps the one before`);
    cursor = run.at + run.count;
  }
  if (cursor > end) out.push(`${name}: ends at ${cursor}, beyond ${end}`);
  return out;
}

/** Frames are conserved, and as often shared as mapped. */
function frameFaults(m: Machine): string[] {
  const out = overlaps('frames', m.frames, m.ramPages);
  const used = m.frames.reduce((sum, run) => sum + run.count, 0);
  if (used + m.freeFrames !== m.ramPages) out.push(`${used} frames used + ${m.freeFrames} free is not ${m.ramPages}`);
  const marks: Mark[] = [];
  for (const space of m.spaces) {
    for (const run of space.pages)
      if (run.state === 'frames' || run.state === 'shm') marks.push(...mark(run.ref, run.count, 1));
  }
  for (const run of m.frames)
    if (run.use === 'anon' || run.use === 'shm') marks.push(...mark(run.at, run.count, -run.shares));
  return [...out, ...unbalanced('frame', marks)];
}

/** Slots have as many references as entries name them, and one for the swap cache. */
function slotFaults(m: Machine): string[] {
  const marks: Mark[] = [];
  for (const holder of [...m.spaces.map((s) => s.pages), ...m.objects.map((o) => o.contents)]) {
    for (const run of holder) if (run.state === 'swap') marks.push(...mark(run.ref, run.count, 1));
  }
  for (const run of m.frames) if (run.slot >= 0) marks.push(...mark(run.slot, run.count, 1));
  for (const run of m.slots) marks.push(...mark(run.at, run.count, -run.refs));
  return [...overlaps('slots', m.slots, m.swapPages), ...unbalanced('slot', marks)];
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

/** Mappings and contents are sorted, and nothing lies outside a mapping. */
function spaceFaults(m: Machine): string[] {
  return m.spaces.flatMap((space) => [
    ...overlaps(`space ${space.id} mappings`, space.vmas, Number.MAX_SAFE_INTEGER),
    ...overlaps(`space ${space.id} pages`, space.pages, Number.MAX_SAFE_INTEGER),
    ...strays(space),
  ]);
}

function strays(space: AddressSpace): string[] {
  const out: string[] = [];
  for (const run of space.pages) {
    let covered = 0;
    for (const vma of space.vmas) {
      covered += Math.max(0, Math.min(vma.at + vma.count, run.at + run.count) - Math.max(vma.at, run.at));
    }
    if (covered !== run.count) out.push(`space ${space.id}: pages at ${run.at} lie outside any mapping`);
  }
  return out;
}

/** Spaces have as many users as processes name them; parents exist; names are unique among the living. */
function linkFaults(m: Machine): string[] {
  const out: string[] = [];
  const names = new Set<string>();
  for (const process of m.processes) {
    if (process.state === 'zombie') continue;
    if (names.has(process.name)) out.push(`two live processes are called ${process.name}`);
    names.add(process.name);
    if (!m.spaces.some((s) => s.id === process.space)) out.push(`${process.name} has no space`);
    if (process.ppid > 1 && !m.processes.some((p) => p.pid === process.ppid)) out.push(`${process.name} has no parent`);
  }
  for (const space of m.spaces) {
    const users = m.processes.filter((p) => p.space === space.id).length;
    if (users !== space.users) out.push(`space ${space.id} has ${users} users, not ${space.users}`);
  }
  return out;
}

function groupFaults(m: Machine): string[] {
  return m.groups.flatMap((group) => {
    const usage = m.frames.reduce((sum, run) => sum + (run.group === group.name ? run.count : 0), 0);
    return usage === group.usage ? [] : [`group ${group.name} is charged ${group.usage}, not ${usage}`];
  });
}
