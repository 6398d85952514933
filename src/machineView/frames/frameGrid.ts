import type { FrameMapView } from '@overcommit/engine';

/** Cells of equal size: RAM row by row, then swap below it. Sizes in CSS pixels. */
export type FrameGrid = {
  ramPages: number;
  swapPages: number;
  pagesPerCell: number;
  cell: number;
  columns: number;
  ramCells: number;
  ramRows: number;
  swapCells: number;
  swapRows: number;
  width: number;
  height: number;
};
export type Memory = Pick<FrameMapView, 'ramPages' | 'swapPages'>;
/** `fit`: all cells are in view. `finest`: each cell is as small as it can be drawn. */
export type CellSize = 'fit' | 'finest';

export const SWAP_GAP = 18;
/** The smallest area at which a cell is easy to see, in square pixels. */
const LEAST_AREA = 60;
const MOST_SIDE = 14;
const FINEST_SIDE = 4;
/** The most cells that a canvas can hold on any device, with room to spare. */
const MOST_CELLS = 2 ** 17;

/** Pages of one cell in the finest picture. */
export function finestPages({ ramPages, swapPages }: Memory): number {
  let pages = 1;
  while ((ramPages + swapPages) / pages > MOST_CELLS) pages *= 2;
  return pages;
}

/** Cells of a power of two of pages. */
export function layOut(memory: Memory, box: { width: number; height: number }, size: CellSize = 'fit'): FrameGrid {
  const { ramPages, swapPages } = memory;
  const { width } = box;
  const gap = swapPages > 0 ? SWAP_GAP : 0;
  const area = Math.max(1, width * (box.height - gap - 12));
  let pagesPerCell = size === 'finest' ? finestPages(memory) : 1;
  if (size === 'fit') while (area / Math.ceil((ramPages + swapPages) / pagesPerCell) < LEAST_AREA) pagesPerCell *= 2;
  const ramCells = Math.ceil(ramPages / pagesPerCell);
  const swapCells = Math.ceil(swapPages / pagesPerCell);
  const side = size === 'finest' ? FINEST_SIDE : Math.min(MOST_SIDE, Math.sqrt(area / (ramCells + swapCells)));
  const columns = Math.max(1, size === 'finest' ? Math.floor(width / side) : Math.ceil(width / side));
  const cell = width / columns;
  const ramRows = Math.ceil(ramCells / columns);
  const swapRows = Math.ceil(swapCells / columns);
  const height = (ramRows + swapRows) * cell + gap;
  return { ramPages, swapPages, pagesPerCell, cell, columns, ramCells, ramRows, swapCells, swapRows, width, height };
}

/** The pages of a cell, as positions in the map: swap follows RAM. */
export function pagesOfCell(grid: FrameGrid, index: number): { from: number; to: number; isInSwap: boolean } {
  const { ramCells, ramPages, swapPages, pagesPerCell } = grid;
  const isInSwap = index >= ramCells;
  const from = (isInSwap ? index - ramCells : index) * pagesPerCell;
  const to = Math.min(from + pagesPerCell, isInSwap ? swapPages : ramPages);
  return isInSwap ? { from: ramPages + from, to: ramPages + to, isInSwap } : { from, to, isInSwap };
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
