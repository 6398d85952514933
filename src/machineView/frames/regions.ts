import type { FrameMapView } from '@overcommit/engine';
import { type FrameGrid, pagesOfCell, SWAP_GAP } from './frameGrid.ts';

/** Cells of the picture that belong to something, one byte each. */
type Region = Uint8Array;

/** The cells of which more than half lies in these stretches of the map (pairs from–to). O(stretches + cells). */
export function regionOf(stretches: readonly number[], grid: FrameGrid): Region {
  const region = new Uint8Array(grid.ramCells + grid.swapCells);
  let at = 0;
  for (let cell = 0; cell < region.length; cell++) {
    const { from, to } = pagesOfCell(grid, cell);
    while (at < stretches.length && (stretches[at + 1] as number) <= from) at += 2;
    let pages = 0;
    for (let i = at; i < stretches.length && (stretches[i] as number) < to; i += 2)
      pages += Math.min(to, stretches[i + 1] as number) - Math.max(from, stretches[i] as number);
    if (pages * 2 > to - from) region[cell] = 1;
  }
  return region;
}

/** A row of cells: where it begins in the region, how many it has, and its top edge. */
type Row = { first: number; count: number; top: number };

function rowsOf(grid: FrameGrid): Row[] {
  const block = (first: number, cells: number, top: number): Row[] =>
    Array.from({ length: Math.ceil(cells / grid.columns) }, (_, r) => ({
      first: first + r * grid.columns,
      count: Math.min(grid.columns, cells - r * grid.columns),
      top: top + r * grid.cell,
    }));
  const swapTop = grid.ramRows * grid.cell + SWAP_GAP;
  return [...block(0, grid.ramCells, 0), ...block(grid.ramCells, grid.swapCells, swapTop)];
}

/** Stretches of set cells in a row, as columns from–to. */
function spans(region: Region, { first, count }: Row): [number, number][] {
  const out: [number, number][] = [];
  for (let c = 0; c < count; c++) {
    if (region[first + c] !== 1) continue;
    const last = out.at(-1);
    if (last && last[1] === c) last[1] = c + 1;
    else out.push([c, c + 1]);
  }
  return out;
}

const round = (n: number): number => Math.round(n * 10) / 10;

/** The region as an SVG path to fill, in CSS pixels: one box for each stretch of a row. */
export function fillPath(region: Region, grid: FrameGrid): string {
  return rowsOf(grid)
    .flatMap((row) =>
      spans(region, row).map(([from, to]) => {
        const [x1, x2] = [round(from * grid.cell), round(to * grid.cell)];
        return `M${x1} ${round(row.top)}H${x2}V${round(row.top + grid.cell)}H${x1}Z`;
      }),
    )
    .join('');
}

/** Its border as an SVG path to stroke: every edge between a cell of the region and one outside. */
export function borderPath(region: Region, grid: FrameGrid): string {
  const edges: string[] = [];
  let above: { row: Row; spans: [number, number][] } | null = null;
  for (const row of rowsOf(grid)) {
    const own = spans(region, row);
    const [top, bottom] = [round(row.top), round(row.top + grid.cell)];
    for (const [from, to] of own)
      edges.push(`M${round(from * grid.cell)} ${top}V${bottom}`, `M${round(to * grid.cell)} ${top}V${bottom}`);
    const isBelow = above !== null && row.top - above.row.top < grid.cell * 1.5;
    if (above && !isBelow) edges.push(...level(above.spans, [], round(above.row.top + grid.cell), grid.cell));
    edges.push(...level(isBelow && above ? above.spans : [], own, top, grid.cell));
    above = { row, spans: own };
  }
  if (above) edges.push(...level(above.spans, [], round(above.row.top + grid.cell), grid.cell));
  return edges.join('');
}

/** Horizontal edges where exactly one of two neighbouring rows is in the region. */
function level(above: [number, number][], below: [number, number][], y: number, cell: number): string[] {
  const turns = [...above, ...below].flat().sort((a, b) => a - b);
  const out: string[] = [];
  // Two stretches in one place cancel out: after every second turn the line is up again.
  for (let i = 0; i + 1 < turns.length; i += 2) {
    const [from, to] = [turns[i] as number, turns[i + 1] as number];
    if (from < to) out.push(`M${round(from * cell)} ${y}H${round(to * cell)}`);
  }
  return out;
}

export type Box = { left: number; top: number; width: number; height: number };
/** Neighbouring rows, and the columns that all of them have. */
type Block = { top: number; rows: number; from: number; to: number };

/** The largest block of whole rows in a region, or its widest row; null for an empty one. In CSS pixels. */
export function roomIn(region: Region, grid: FrameGrid): Box | null {
  let best: Block | null = null;
  let open: Block | null = null;
  for (const row of rowsOf(grid)) {
    open = grown(open, row.top, spans(region, row), grid.cell);
    if (open && (best === null || areaOf(open) > areaOf(best))) best = open;
  }
  if (best === null) return null;
  const { cell } = grid;
  return { left: best.from * cell, top: best.top, width: (best.to - best.from) * cell, height: best.rows * cell };
}

const areaOf = ({ rows, from, to }: Block): number => rows * (to - from);

/** The block with one more row, or a new one where the row shares less than half of its width with it. */
function grown(block: Block | null, top: number, row: readonly [number, number][], cell: number): Block | null {
  const [widest] = [...row].sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
  if (!widest) return null;
  const [from, to] = widest;
  if (block && Math.abs(top - block.top - block.rows * cell) < 1) {
    const common = { from: Math.max(block.from, from), to: Math.min(block.to, to) };
    if ((common.to - common.from) * 2 > to - from) return { top: block.top, rows: block.rows + 1, ...common };
  }
  return { top, rows: 1, from, to };
}

/** A run's name and where it has room. `pages`: its own, without what lies between them. */
export type RunLabel = Box & {
  key: string;
  owner: string | null;
  pid: number | null;
  kind: 'own' | 'kernel';
  pages: number;
};

/** Runs with less room are not named, in CSS pixels. */
const LEAST_WIDTH = 96;
const LEAST_HEIGHT = 19;
const MOST_LABELS = 14;

/** The large runs of one process each, with room for a name. Page tables between its pages do not part a run. */
export function runLabels(map: FrameMapView, grid: FrameGrid): RunLabel[] {
  const labels: RunLabel[] = [];
  for (const { from, to, pid, owner, kind, pages } of runsOf(map)) {
    const room = roomOfRun(from, to, grid);
    if (room.width < LEAST_WIDTH || room.height < LEAST_HEIGHT) continue;
    labels.push({ key: `${from}`, owner, pid, kind, pages, ...room });
  }
  return labels
    .sort((a, b) => b.pages - a.pages)
    .slice(0, MOST_LABELS)
    .sort((a, b) => a.top - b.top);
}

/** The rows that a run fills from edge to edge; what it has of its first row, where it fills none. In CSS pixels. */
function roomOfRun(from: number, to: number, { ramPages, ramRows, pagesPerCell, columns, cell }: FrameGrid): Box {
  const isInSwap = from >= ramPages;
  const base = isInSwap ? ramPages : 0;
  const [first, end] = [from - base, to - base].map((page) => Math.round(page / pagesPerCell)) as [number, number];
  const top = isInSwap ? ramRows * cell + SWAP_GAP : 0;
  const [row, endRow] = [Math.ceil(first / columns), Math.floor(end / columns)];
  if (endRow > row) return { left: 0, top: top + row * cell, width: columns * cell, height: (endRow - row) * cell };
  const start = first % columns;
  const cells = Math.min(end - first, columns - start);
  return { left: start * cell, top: top + Math.floor(first / columns) * cell, width: cells * cell, height: cell };
}

type Run = Pick<RunLabel, 'owner' | 'pid' | 'kind' | 'pages'> & { from: number; to: number };

/** A gap of foreign pages this small does not end a run. */
const GAP = 24;

function runsOf({ classes, classOf, starts, ramPages }: FrameMapView): Run[] {
  const runs: Run[] = [];
  const open = new Map<string, Run>();
  for (let i = 0; i < classOf.length; i++) {
    const of = classes[classOf[i] as number];
    if (!of || of.kind === 'free' || of.kind === 'file') continue;
    const [from, to] = [starts[i] as number, starts[i + 1] as number];
    const kind = of.pid === null ? 'kernel' : 'own';
    const key = `${kind} ${of.pid} ${from >= ramPages}`;
    const before = open.get(key);
    if (before && from - before.to <= GAP) {
      before.to = to;
      before.pages += to - from;
    } else {
      const run: Run = { owner: of.owner, pid: of.pid, kind, pages: to - from, from, to };
      open.set(key, run);
      runs.push(run);
    }
  }
  return runs;
}
