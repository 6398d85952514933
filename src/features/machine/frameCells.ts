import type { FrameMapView, FrameRun, ProcessView } from '@overcommit/engine';
import { mib } from './format.ts';
import type { People } from './people.ts';

export type FrameMode = 'person' | 'process' | 'kind';
export const FRAME_MODES = [
  { value: 'person', label: 'by person' },
  { value: 'process', label: 'by process' },
  { value: 'kind', label: 'by kind' },
];
/** How one class of frames is painted: an owner's look, or a token of the palette. */
export type FramePaint = { key: string; label: string; colour: number | null; pattern: number; token?: string };
export type FrameStyle = { paintOf: (run: FrameRun) => FramePaint; isHatched: (run: FrameRun) => boolean };
export type FrameGrid = {
  pagesPerCell: number;
  cell: number;
  columns: number;
  ramCells: number;
  ramRows: number;
  swapCells: number;
  swapRows: number;
  height: number;
};

export const SWAP_GAP = 18;
const FREE: FramePaint = { key: 'free', label: 'free', colour: null, pattern: 0, token: 'sunk' };
const KERNEL: FramePaint = { key: 'kernel', label: 'kernel', colour: null, pattern: 0, token: 'kernel' };
const FILE: FramePaint = { key: 'file', label: 'files', colour: null, pattern: 0, token: 'file' };
export const KINDS: Record<FrameRun['kind'], FramePaint> = {
  free: FREE,
  kernel: KERNEL,
  tables: { key: 'tables', label: 'page tables', colour: 5, pattern: 4 },
  file: FILE,
  anon: { key: 'anon', label: 'anonymous', colour: 0, pattern: 0 },
  shm: { key: 'shm', label: 'shared memory', colour: 2, pattern: 6 },
  swap: { key: 'swap', label: 'swapped out', colour: 6, pattern: 1 },
};

/** Who or what a run belongs to in each mode; looks are remembered, so equal runs share one paint. */
export function frameStyle(mode: FrameMode, people: People, processes: ProcessView[]): FrameStyle {
  const memo = new Map<string, FramePaint>();
  const isHatched = (run: FrameRun) => run.mappers > 1 && run.pid !== null;
  const once = (key: string, make: () => FramePaint) => {
    const known = memo.get(key);
    if (known) return known;
    const made = make();
    memo.set(key, made);
    return made;
  };
  const common = (run: FrameRun): FramePaint | null =>
    run.kind === 'free' ? FREE : run.kind === 'kernel' ? KERNEL : run.kind === 'file' && run.pid === null ? FILE : null;
  if (mode === 'kind')
    return { isHatched, paintOf: (run) => KINDS[run.isInSwap && run.kind !== 'free' ? 'swap' : run.kind] };
  if (mode === 'person') {
    return {
      isHatched,
      paintOf: (run) =>
        common(run) ??
        (run.owner === null
          ? run.kind === 'tables'
            ? KINDS.tables
            : FILE
          : once(run.owner, () => {
              const look = people.look(run.owner);
              return { key: `o:${run.owner}`, label: look.name, colour: look.colour, pattern: look.pattern };
            })),
    };
  }
  const names = new Map(processes.map((p) => [p.pid, p.name]));
  return {
    isHatched,
    paintOf: (run) =>
      common(run) ??
      (run.pid === null
        ? run.kind === 'tables'
          ? KINDS.tables
          : FILE
        : once(String(run.pid), () => {
            const pid = run.pid ?? 0;
            return {
              key: `p:${pid}`,
              label: names.get(pid) ?? `pid ${pid}`,
              colour: pid % 8,
              pattern: Math.floor(pid / 8 + pid) % 8,
            };
          })),
  };
}

/** The coarsest-needed grid: cells of at least 7 px, each a power of two of pages. */
export function layOut(map: FrameMapView, width: number, height: number): FrameGrid {
  const gap = map.swapPages > 0 ? SWAP_GAP : 0;
  const area = Math.max(1, width * (height - gap - 12));
  let pagesPerCell = 1;
  while (area / Math.ceil((map.ramPages + map.swapPages) / pagesPerCell) < 60) pagesPerCell *= 2;
  const ramCells = Math.ceil(map.ramPages / pagesPerCell);
  const swapCells = Math.ceil(map.swapPages / pagesPerCell);
  const ideal = Math.sqrt(area / (ramCells + swapCells));
  const columns = Math.max(1, Math.ceil(width / Math.min(14, ideal)));
  const cell = width / columns;
  const ramRows = Math.ceil(ramCells / columns);
  const swapRows = Math.ceil(swapCells / columns);
  return {
    pagesPerCell,
    cell,
    columns,
    ramCells,
    ramRows,
    swapCells,
    swapRows,
    height: (ramRows + swapRows) * cell + gap,
  };
}

/** For each cell the run that holds most of it. RAM cells first, then swap cells. O(runs + cells). */
export function fillCells(map: FrameMapView, grid: FrameGrid): (FrameRun | null)[] {
  const cells = new Array<FrameRun | null>(grid.ramCells + grid.swapCells).fill(null);
  const held = new Int32Array(cells.length);
  for (const run of map.runs) {
    const base = run.isInSwap ? grid.ramCells : 0;
    const start = run.isInSwap && run.first >= map.ramPages ? run.first - map.ramPages : run.first;
    const end = start + run.count;
    for (let c = Math.floor(start / grid.pagesPerCell); c * grid.pagesPerCell < end; c++) {
      const share = Math.min(end, (c + 1) * grid.pagesPerCell) - Math.max(start, c * grid.pagesPerCell);
      const at = base + c;
      if (at < cells.length && share > (held[at] ?? 0)) {
        held[at] = share;
        cells[at] = run;
      }
    }
  }
  return cells;
}

/** A cell in words, for the pointer and the screen reader. */
export function describeCell(
  run: FrameRun | null,
  at: { cell: number; grid: FrameGrid; people: People; processes: ProcessView[] },
): string {
  const { grid, cell } = at;
  const isSwap = cell >= grid.ramCells;
  const first = (isSwap ? cell - grid.ramCells : cell) * grid.pagesPerCell;
  const where = `${isSwap ? 'swap slots' : 'frames'} ${first}–${first + grid.pagesPerCell - 1}`;
  if (!run || run.kind === 'free') return `${where}: free`;
  const process = at.processes.find((p) => p.pid === run.pid);
  const what = {
    kernel: 'kernel',
    tables: 'page tables',
    file: 'file pages',
    anon: 'anonymous',
    shm: 'shared memory',
    swap: 'swapped out',
    free: 'free',
  }[run.kind];
  const whose = process
    ? ` of ${process.name} (${at.people.name(run.owner)})`
    : run.owner
      ? ` of ${at.people.name(run.owner)}`
      : '';
  return `${where}: ${what}${whose}${run.mappers > 1 ? `, shared by ${run.mappers}` : ''}`;
}

export type FrameSum = { paint: FramePaint; ramPages: number; swapPages: number; sharedPages: number };

/** How much each class holds, largest first and free last: the table beside the picture, and its legend. */
export function sumFrames(map: FrameMapView, style: FrameStyle): FrameSum[] {
  const sums = new Map<string, FrameSum>();
  for (const run of map.runs) {
    const paint = style.paintOf(run);
    const sum = sums.get(paint.key) ?? { paint, ramPages: 0, swapPages: 0, sharedPages: 0 };
    sums.set(paint.key, sum);
    if (run.isInSwap) sum.swapPages += run.count;
    else sum.ramPages += run.count;
    if (style.isHatched(run)) sum.sharedPages += run.count;
  }
  return [...sums.values()].sort(
    (a, b) => Number(a.paint.key === 'free') - Number(b.paint.key === 'free') || b.ramPages - a.ramPages,
  );
}

/** The picture in one sentence. */
export const describeSums = (sums: FrameSum[]): string =>
  sums.map((s) => `${s.paint.label} ${mib(s.ramPages + s.swapPages)}`).join(', ');
