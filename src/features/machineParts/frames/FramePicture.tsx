'use client';
import type { FrameMapView, ProcessView } from '@overcommit/engine';
import { useTheme } from 'next-themes';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { describeCell, type FrameCells, fillCells } from '@/machineView/frames/frameCells.ts';
import { type CellSize, cellAt, cellBox, type FrameGrid, layOut } from '@/machineView/frames/frameGrid.ts';
import type { FrameStyle } from '@/machineView/frames/frameStyle.ts';
import type { KillMoment } from '@/machineView/killMoment.ts';
import type { People } from '@/machineView/people.ts';
import { cx } from '@/ui/cx.ts';
import { readPaper } from '@/ui/ownerPaint.ts';
import { useSize } from '@/ui/useSize.ts';
import { framePorts } from '../../browserPorts.ts';
import { FrameOverlay } from './FrameOverlay.tsx';
import { createFramePainter, type FramePainter } from './framePainter.ts';

/** Some browsers draw no larger canvas. In device pixels. */
const MOST_PIXELS = 16e6;

type Props = {
  map: FrameMapView;
  style: FrameStyle;
  cellSize: CellSize;
  people: People;
  processes: ProcessView[];
  summary: string;
  kill?: KillMoment | null;
  onCells: (shown: ShownCells) => void;
  /** Whose cell the reader points at. */
  onOwner?: (owner: string | null) => void;
};

/** What the heading and the legend say of the cells: pages of one, and whether one of them is mixed. */
export type ShownCells = { pagesPerCell: number; hasMixed: boolean };

/** The cells. The pointer or the arrow keys choose one to read out. */
export function FramePicture({
  map,
  style,
  cellSize,
  people,
  processes,
  summary,
  kill = null,
  onCells,
  onOwner,
}: Props) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const { ramPages, swapPages } = map;
  const grid = useMemo(
    () => layOut({ ramPages, swapPages }, { width: size.width || 320, height: size.height || 240 }, cellSize),
    [ramPages, swapPages, size, cellSize],
  );
  const cells = useMemo(() => fillCells(map, grid, style), [map, grid, style]);
  const canvas = useFramePainter(size.width > 0 ? grid : null, cells);
  const hasMixed = useMemo(() => cells.codes.some((code) => code < 2), [cells]);
  const { pagesPerCell } = grid;
  // Only the laid-out grid knows these.
  useEffect(() => onCells({ pagesPerCell, hasMixed }), [pagesPerCell, hasMixed, onCells]);
  const pointing = usePointing({ grid, cells, onOwner });
  const { shown, last } = pointing;
  const words = shown === null ? '' : describeCell(map, { cell: shown, grid, people, processes });
  return (
    <div
      ref={box}
      className={cx(
        'relative min-h-44 flex-1',
        cellSize === 'fit' ? 'overflow-hidden' : 'overflow-x-hidden overflow-y-scroll',
      )}
    >
      <div
        role="slider"
        tabIndex={0}
        aria-label="Frame map; arrow keys name a cell"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={shown ?? 0}
        aria-valuetext={shown === null ? summary : words}
        {...pointing.handlers}
        className="absolute inset-x-0 top-0"
      >
        <canvas ref={canvas} aria-hidden className="block w-full" style={{ height: Math.ceil(grid.height) }} />
        {size.width > 0 && <FrameOverlay {...{ map, grid, people, processes, kill }} />}
        {shown !== null && <CellMark ref={pointing.mark} grid={grid} cell={shown} words={words} />}
      </div>
    </div>
  );
}

/** The cell that the pointer or the arrow keys chose; null = none. */
function usePointing({ grid, cells, onOwner }: { grid: FrameGrid; cells: FrameCells } & Pick<Props, 'onOwner'>) {
  const mark = useRef<HTMLSpanElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const last = cells.codes.length - 1;
  const shown = at === null ? null : Math.min(at, last);
  const pointAt = (cell: number | null) => {
    setAt(cell);
    onOwner?.(cell === null ? null : ownerAt(cells, cell));
  };
  const handlers = {
    onKeyDown: (e: KeyboardEvent) => {
      if (e.key === 'Escape') pointAt(null);
      const target = keyTarget(e.key, { from: shown ?? 0, last, columns: grid.columns });
      if (target === null) return;
      e.preventDefault();
      pointAt(Math.max(0, Math.min(last, target)));
      requestAnimationFrame(() => mark.current?.scrollIntoView({ block: 'nearest' }));
    },
    onBlur: () => pointAt(null),
    onPointerMove: (e: PointerEvent<HTMLElement>) => {
      const r = e.currentTarget.getBoundingClientRect();
      pointAt(cellAt(grid, e.clientX - r.left, e.clientY - r.top));
    },
    onPointerLeave: () => pointAt(null),
  };
  return { mark, shown, last, handlers };
}

const ownerAt = ({ paints, codes }: FrameCells, cell: number): string | null =>
  paints[(codes[cell] ?? 0) >> 1]?.owner ?? null;

function keyTarget(key: string, { from, last, columns }: { from: number; last: number; columns: number }) {
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
    PageDown: columns * 8,
    PageUp: -columns * 8,
  }[key];
  return step === undefined ? null : from + step;
}

/** A canvas that shows `cells`. Another grid or theme needs a new painting; else only changed cells are painted. */
function useFramePainter(grid: FrameGrid | null, cells: FrameCells) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painter = useRef<FramePainter | null>(null);
  const latest = useRef(cells);
  const { resolvedTheme } = useTheme();
  // React does not paint a canvas. `resolvedTheme` is a dependency because the colours change with it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (!canvas.current || !grid) return;
    const { width } = grid;
    const height = Math.ceil(grid.height);
    const ratio = Math.min(3, window.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / (width * height)));
    // The theme's class is set in the next frame.
    const cancel = framePorts.nextFrame(() => {
      if (!canvas.current) return;
      canvas.current.width = Math.round(width * ratio);
      canvas.current.height = Math.round(height * ratio);
      const g = canvas.current.getContext('2d');
      if (!g) return;
      g.scale(ratio, ratio);
      painter.current = createFramePainter({ g, ratio, paper: readPaper(canvas.current) }, grid, framePorts);
      painter.current.show(latest.current);
    });
    return () => {
      cancel();
      painter.current?.close();
      painter.current = null;
    };
  }, [grid, resolvedTheme]);
  // The painter, not React, draws the newest cells.
  useEffect(() => {
    latest.current = cells;
    painter.current?.show(cells);
  }, [cells]);
  return canvas;
}

function CellMark({
  ref,
  grid,
  cell,
  words,
}: {
  ref: React.Ref<HTMLSpanElement>;
  grid: FrameGrid;
  cell: number;
  words: string;
}) {
  const { left, top } = cellBox(grid, cell);
  const side = grid.cell;
  const isRight = left > grid.width / 2;
  // Near the bottom edge there is no room below.
  const isLow = top > grid.height - 60 && top > 60;
  return (
    <>
      <span
        ref={ref}
        aria-hidden
        className="pointer-events-none absolute border-2 border-ink!"
        style={{ left: left - 1, top: top - 1, width: side + 2, height: side + 2 }}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute z-10 max-w-64 rounded-md bg-ink px-2 py-1 text-xs text-bg"
        style={{
          ...(isLow ? { bottom: grid.height - top + 5 } : { top: top + side + 5 }),
          ...(isRight ? { right: grid.width - left - side } : { left }),
        }}
      >
        {words}
      </span>
    </>
  );
}
