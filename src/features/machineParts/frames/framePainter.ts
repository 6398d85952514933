import type { FrameCells } from '@/machineView/frames/frameCells.ts';
import { cellBox, type FrameGrid, SWAP_GAP } from '@/machineView/frames/frameGrid.ts';
import type { FramePaint } from '@/machineView/frames/frameStyle.ts';
import { hatchFill, ownerFill, type Paper } from '@/ui/ownerPaint.ts';

/** Keeps a canvas like the cells it was shown last. */
export type FramePainter = { show: (cells: FrameCells) => void; close: () => void };
export type PainterPorts = { nextFrame: (run: () => void) => () => void };
type Surface = { g: CanvasRenderingContext2D; ratio: number; paper: Paper };

/** Cells painted in one frame of the browser; the rest follow in the next ones. */
export const CELLS_A_FRAME = 4096;
/** Smaller cells touch each other: a line between them would be most of the picture. */
const LEAST_RULED = 5;

/**
 * Paints only the cells that changed, and no more than `CELLS_A_FRAME` of them at once, so that neither a large map nor
 * a busy one holds the page up. The canvas must be empty at first, and nobody else may paint on it.
 */
export function createFramePainter(surface: Surface, grid: FrameGrid, ports: PainterPorts): FramePainter {
  const count = grid.ramCells + grid.swapCells;
  const painted = new Int32Array(count).fill(-1);
  const fills = createFills(surface);
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
    for (const [look, cells] of groups) paint(cells, look);
    if (left > 0) cancel = ports.nextFrame(run);
  };
  const paint = (cells: number[], look: number) => {
    const { g } = surface;
    const fillAll = () => {
      for (const cell of cells) {
        const { x, y, width, height } = box(cell);
        g.fillRect(x, y, width, height);
      }
    };
    g.fillStyle = fills.fill(look >> 1);
    fillAll();
    if ((look & 1) === 0) return;
    g.globalAlpha = 0.6;
    g.fillStyle = fills.hatch;
    fillAll();
    g.globalAlpha = 1;
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

/** A number for every look that ever was, and its fill. */
function createFills({ g, paper, ratio }: Surface) {
  const panel = paper.token('panel');
  const known = new Map<string, number>();
  const fills: (string | CanvasPattern)[] = [];
  const fillOf = ({ token, colour: n, pattern }: FramePaint): string | CanvasPattern => {
    const colour = token || n === null ? paper.token(token ?? 'kernel') : paper.owner(n);
    return ownerFill(g, { colour, pattern, paper: panel, ratio });
  };
  return {
    hatch: hatchFill(g, panel, ratio),
    fill: (id: number) => fills[id] as string | CanvasPattern,
    idOf: (paint: FramePaint): number => {
      const key = `${paint.key} ${paint.colour} ${paint.pattern}`;
      const id = known.get(key) ?? fills.push(fillOf(paint)) - 1;
      known.set(key, id);
      return id;
    },
  };
}

/** Cells end on whole device pixels: painted over, none leaves an edge behind. */
function boxes(ratio: number, grid: FrameGrid) {
  const snap = (n: number) => Math.round(n * ratio) / ratio;
  const rule = grid.cell < LEAST_RULED ? 0 : Math.max(1, Math.round(ratio)) / ratio;
  return (index: number) => {
    const { left, top } = cellBox(grid, index);
    const x = snap(left);
    const y = snap(top);
    return { x, y, width: snap(left + grid.cell) - x - rule, height: snap(top + grid.cell) - y - rule };
  };
}

function nameSwap({ g, paper }: Surface, grid: FrameGrid): void {
  g.fillStyle = paper.token('soft');
  g.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  g.fillText('swap', 0, grid.ramRows * grid.cell + SWAP_GAP - 5);
}
