import type { FrameRun } from '@overcommit/engine';
import { hatchFill, ownerFill } from '@/ui/ownerPaint.ts';
import type { Brush } from '@/ui/useCanvas.ts';
import { type FrameGrid, type FramePaint, type FrameStyle, SWAP_GAP } from './frameCells.ts';

type Stretch = { from: number; to: number; paint: FramePaint; isHatched: boolean };

/** Neighbouring cells of one class are one stretch: patterns run over it whole, cells are cut by a grid on top. */
function stretches(cells: (FrameRun | null)[], from: number, to: number, style: FrameStyle): Stretch[] {
  const out: Stretch[] = [];
  for (let i = from; i < to; i++) {
    const run = cells[i];
    if (!run) continue;
    const paint = style.paintOf(run);
    const isHatched = style.isHatched(run);
    const last = out.at(-1);
    if (last && last.to === i && last.paint.key === paint.key && last.isHatched === isHatched) last.to = i + 1;
    else out.push({ from: i, to: i + 1, paint, isHatched });
  }
  return out;
}

/** Paints RAM, then swap below it. */
export function paintFrames(brush: Brush, grid: FrameGrid, cells: (FrameRun | null)[], style: FrameStyle): void {
  const { g, width, paper, ratio } = brush;
  const panel = paper.token('panel');
  const fills = new Map<string, string | CanvasPattern>();
  const hatch = hatchFill(g, panel, ratio);
  const fillOf = (p: FramePaint) => {
    const known = fills.get(p.key);
    if (known) return known;
    const colour = p.token ? paper.token(p.token) : p.colour === null ? paper.token('kernel') : paper.owner(p.colour);
    const fill = p.token ? colour : ownerFill(g, { colour, pattern: p.pattern, paper: panel, ratio });
    fills.set(p.key, fill);
    return fill;
  };
  const { columns, cell } = grid;
  const block = (from: number, to: number, top: number) => {
    const rects = (s: Stretch, fill: string | CanvasPattern) => {
      g.fillStyle = fill;
      for (let row = Math.floor((s.from - from) / columns); row * columns < s.to - from; row++) {
        const a = Math.max(s.from - from, row * columns) - row * columns;
        const b = Math.min(s.to - from, (row + 1) * columns) - row * columns;
        g.fillRect(a * cell, top + row * cell, (b - a) * cell, cell);
      }
    };
    for (const s of stretches(cells, from, to, style)) {
      rects(s, fillOf(s.paint));
      if (!s.isHatched) continue;
      g.globalAlpha = 0.6;
      rects(s, hatch);
      g.globalAlpha = 1;
    }
    g.fillStyle = panel;
    const rows = Math.ceil((to - from) / columns);
    for (let row = 0; row <= rows; row++) g.fillRect(0, top + row * cell - 0.5, width, 1);
    for (let column = 1; column < columns; column++) g.fillRect(column * cell - 0.5, top, 1, rows * cell);
  };
  block(0, grid.ramCells, 0);
  if (grid.swapCells === 0) return;
  const top = grid.ramRows * cell + SWAP_GAP;
  g.fillStyle = paper.token('soft');
  g.font = `11px ${getComputedStyle(document.body).fontFamily}`;
  g.fillText('swap', 0, top - 5);
  block(grid.ramCells, grid.ramCells + grid.swapCells, top);
}

/** The cell below a point, or null between and beyond the blocks. */
export function cellAt(grid: FrameGrid, x: number, y: number): number | null {
  const column = Math.floor(x / grid.cell);
  if (column < 0 || column >= grid.columns) return null;
  const ramHeight = grid.ramRows * grid.cell;
  const isSwap = y >= ramHeight + SWAP_GAP;
  if (!isSwap && y >= ramHeight) return null;
  const row = Math.floor((isSwap ? y - ramHeight - SWAP_GAP : y) / grid.cell);
  const at = row * grid.columns + column;
  if (isSwap) return at < grid.swapCells ? grid.ramCells + at : null;
  return at >= 0 && at < grid.ramCells ? at : null;
}

/** Where a cell is drawn. */
export function cellBox(grid: FrameGrid, index: number): { left: number; top: number } {
  const isSwap = index >= grid.ramCells;
  const at = isSwap ? index - grid.ramCells : index;
  const top = Math.floor(at / grid.columns) * grid.cell + (isSwap ? grid.ramRows * grid.cell + SWAP_GAP : 0);
  return { left: (at % grid.columns) * grid.cell, top };
}
