import type { FrameCells } from '@/machineView/frames/frameCells.ts';
import { cellBox, type FrameGrid, SWAP_GAP } from '@/machineView/frames/frameGrid.ts';
import type { FramePaint } from '@/machineView/frames/frameStyle.ts';
import { cutCorners, ownerFill, type Paper } from '@/ui/ownerPaint.ts';

/** Makes a canvas show the newest cells. */
export type FramePainter = { show: (cells: FrameCells) => void; close: () => void };
export type PainterPorts = { nextFrame: (run: () => void) => () => void };
type Surface = { g: CanvasRenderingContext2D; ratio: number; paper: Paper };

/** Cells painted in one browser frame. The others follow in the next frames. */
export const CELLS_A_FRAME = 4096;
/** A run is one area with one pattern: its tiles are large enough to be seen across cells, and cells have no gaps. */
const TILE_ZOOM = 2;

/**
 * Paints only the cells that changed, at most `CELLS_A_FRAME` in one frame, so that a large or a busy map does not block
 * the page. The canvas must be empty at first, and only this painter may paint on it.
 */
export function createFramePainter(surface: Surface, grid: FrameGrid, ports: PainterPorts): FramePainter {
  const count = grid.ramCells + grid.swapCells;
  const painted = new Int32Array(count).fill(-1);
  const fills = createFills(surface);
  const paint = cellPaint(surface, fills);
  const box = boxes(surface.ratio, grid);
  let wanted: FrameCells | null = null;
  let cancel: (() => void) | null = null;
  let cursor = 0;
  let left = 0;
  if (grid.swapCells > 0) nameSwap(surface, grid);

  const run = () => {
    cancel = null;
    if (!wanted) return;
    const ids = wanted.paints.map(fills.idOf);
    const groups = new Map<number, number[]>();
    let budget = CELLS_A_FRAME;
    for (; left > 0 && budget > 0; left--) {
      const code = wanted.codes[cursor] as number;
      const look = (ids[code >> 1] as number) * 2 + (code & 1);
      if (painted[cursor] !== look) {
        painted[cursor] = look;
        const group = groups.get(look);
        if (group) group.push(cursor);
        else groups.set(look, [cursor]);
        budget -= 1;
      }
      cursor = (cursor + 1) % count;
    }
    for (const [look, cells] of groups) paint(cells.map(box), look);
    if (left > 0) cancel = ports.nextFrame(run);
  };
  return {
    show: (cells) => {
      wanted = cells;
      left = count;
      cancel ??= ports.nextFrame(run);
    },
    close: () => {
      cancel?.();
      cancel = null;
    },
  };
}

type Box = { x: number; y: number; width: number; height: number };

/** Paints boxes in one look: twice the id of a fill, plus one where it is shared. */
function cellPaint({ g, paper }: Surface, fills: ReturnType<typeof createFills>) {
  return (cells: Box[], look: number): void => {
    g.fillStyle = fills.fill(look >> 1);
    for (const { x, y, width, height } of cells) g.fillRect(x, y, width, height);
    if ((look & 1) === 1) cutCorners(g, cells.map(cornerOf), paper.token('panel'));
  };
}

/** Cells touch each other: a smaller corner is cut off than of a bar, so that they do not look like teeth. */
const CORNER = 0.45;
const cornerOf = ({ x, y, width, height }: Box): Box => ({
  x: x + width * (1 - CORNER),
  y: y + height * (1 - CORNER),
  width: width * CORNER,
  height: height * CORNER,
});

/** Gives each look a number, once, and keeps its fill. */
function createFills({ g, paper, ratio }: Surface) {
  const panel = paper.token('panel');
  const known = new Map<string, number>();
  const fills: (string | CanvasPattern)[] = [];
  const fillOf = ({ token, colour: n, pattern }: FramePaint): string | CanvasPattern => {
    const colour = token || n === null ? paper.token(token ?? 'kernel') : paper.owner(n);
    return ownerFill(g, { colour, pattern, paper: panel, ratio, zoom: TILE_ZOOM });
  };
  return {
    fill: (id: number) => fills[id] as string | CanvasPattern,
    idOf: (paint: FramePaint): number => {
      const key = `${paint.key} ${paint.colour} ${paint.pattern} ${paint.token}`;
      const id = known.get(key) ?? fills.push(fillOf(paint)) - 1;
      known.set(key, id);
      return id;
    },
  };
}

/** Cells end on whole device pixels, so that a repainted cell leaves no edge behind. */
function boxes(ratio: number, grid: FrameGrid): (cell: number) => Box {
  const snap = (n: number) => Math.round(n * ratio) / ratio;
  return (index) => {
    const { left, top } = cellBox(grid, index);
    const x = snap(left);
    const y = snap(top);
    return { x, y, width: snap(left + grid.cell) - x, height: snap(top + grid.cell) - y };
  };
}

function nameSwap({ g, paper }: Surface, grid: FrameGrid): void {
  g.fillStyle = paper.token('soft');
  g.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  g.fillText('swap', 0, grid.ramRows * grid.cell + SWAP_GAP - 5);
}
