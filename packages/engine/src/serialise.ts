import { inPieces } from './memory/pieces.ts';
import type { AddressSpace, ContentRun, FrameRun, Machine, ShmObject, SlotRun, TableRun, Vma } from './state.ts';

/** Runs are most of a machine: they are written as rows, their columns named here once. */
const FRAME = ['at', 'count', 'use', 'shares', 'list', 'stamp', 'isReferenced', 'isDirty', 'slot', 'group'] as const;
const SLOT = ['at', 'count', 'refs', 'isCached', 'group'] as const;
const CONTENT = ['at', 'count', 'state', 'ref', 'isYoung'] as const;
const TABLE = ['at', 'count', 'ref'] as const;
const VMA = [
  ...['at', 'count', 'prot', 'kind', 'isAccounted', 'isNoreserve', 'isLocked', 'isDontFork', 'isWipeOnFork'],
  ...['object', 'offset'],
] as const as readonly (keyof Vma)[];
/** What only some mappings have: at the end of the row, null where it is left out, and no row longer than it must be. */
const VMA_MORE = ['anon', 'isCloned', 'shift'] as const satisfies readonly (keyof Vma)[];

type Rows = unknown[][];

function toRows<T extends object>(
  runs: readonly T[],
  columns: readonly (keyof T)[],
  more: readonly (keyof T)[] = [],
): Rows {
  return runs.map((run) => {
    const extra = more.map((column) => run[column] ?? null);
    while (extra.at(-1) === null) extra.pop();
    const known = columns.length + extra.filter((value) => value !== null).length;
    if (Object.keys(run).length !== known) throw new Error(`a run has other columns than ${columns.join(' ')}`);
    return [...columns.map((column) => run[column]), ...extra];
  });
}

function fromRows<T extends object>(rows: Rows, columns: readonly (keyof T)[], more: readonly (keyof T)[] = []): T[] {
  const all = [...columns, ...more];
  return rows.map(
    (row) =>
      Object.fromEntries(
        row.flatMap((value, i) => (i < columns.length || value !== null ? [[all[i], value]] : [])),
      ) as T,
  );
}

type Packed = Omit<Machine, 'frames' | 'slots' | 'spaces' | 'objects'> & {
  frames: Rows;
  slots: Rows;
  spaces: (Omit<AddressSpace, 'vmas' | 'pages' | 'tables' | 'upperTables'> &
    Record<'vmas' | 'pages' | 'tables' | 'upperTables', Rows>)[];
  objects: (Omit<ShmObject, 'contents'> & { contents: Rows })[];
};

/** The machine as text, without loss. */
export function serialise(m: Machine): string {
  const packed: Packed = {
    ...m,
    frames: toRows<FrameRun>(m.frames.flat(), FRAME),
    slots: toRows<SlotRun>(m.slots, SLOT),
    spaces: m.spaces.map((space) => ({
      ...space,
      vmas: toRows<Vma>(space.vmas, VMA, VMA_MORE),
      pages: toRows<ContentRun>(space.pages, CONTENT),
      tables: toRows<TableRun>(space.tables, TABLE),
      upperTables: toRows<TableRun>(space.upperTables, TABLE),
    })),
    objects: m.objects.map((object) => ({ ...object, contents: toRows<ContentRun>(object.contents, CONTENT) })),
  };
  return JSON.stringify(packed);
}

/** The machine that `serialise` wrote. Throws on text that is none. */
export function deserialise(text: string): Machine {
  const packed = JSON.parse(text) as Packed;
  return {
    ...packed,
    frames: inPieces(fromRows<FrameRun>(packed.frames, FRAME)),
    slots: fromRows<SlotRun>(packed.slots, SLOT),
    spaces: packed.spaces.map((space) => ({
      ...space,
      vmas: fromRows<Vma>(space.vmas, VMA, VMA_MORE),
      pages: fromRows<ContentRun>(space.pages, CONTENT),
      tables: fromRows<TableRun>(space.tables, TABLE),
      upperTables: fromRows<TableRun>(space.upperTables, TABLE),
    })),
    objects: packed.objects.map((object) => ({ ...object, contents: fromRows<ContentRun>(object.contents, CONTENT) })),
  };
}
