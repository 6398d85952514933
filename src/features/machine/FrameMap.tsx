'use client';
import type { FrameMapView, ProcessView } from '@overcommit/engine';
import { Table2 } from 'lucide-react';
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { IconButton } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { DataTable } from '@/ui/DataTable.tsx';
import { Select } from '@/ui/Field.tsx';
import { ownerClass } from '@/ui/OwnerMark.tsx';
import { useCanvas, useSize } from '@/ui/useCanvas.ts';
import { count, kb, mib } from './format.ts';
import {
  describeCell,
  describeSums,
  FRAME_MODES,
  type FrameMode,
  type FramePaint,
  type FrameSum,
  fillCells,
  frameStyle,
  layOut,
  sumFrames,
} from './frameCells.ts';
import { cellAt, cellBox, paintFrames } from './framePaint.ts';
import type { People } from './people.ts';

/** Every page frame of the machine, and its swap: whose it is, and what is shared. */
export function FrameMap({
  map,
  people,
  processes,
  label = 'Frames',
  className,
}: {
  map: FrameMapView;
  people: People;
  processes: ProcessView[];
  /** Its name, where a page has two. */
  label?: string;
  className?: string;
}) {
  const [mode, setMode] = useState<FrameMode>('person');
  const [isTable, setTable] = useState(false);
  const style = useMemo(() => frameStyle(mode, people, processes), [mode, people, processes]);
  const sums = useMemo(() => sumFrames(map, style), [map, style]);
  const [pagesPerCell, setPagesPerCell] = useState(0);
  return (
    <Card as="section" aria-label={label} className={cx('flex flex-col gap-2 px-3.5 py-2.5', className)}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SectionTitle
          note={
            !isTable && pagesPerCell > 0
              ? `one cell is ${count(pagesPerCell, 'page')} (${pagesPerCell * 4} KiB)`
              : undefined
          }
        >
          Frames
        </SectionTitle>
        <div className="flex items-center gap-1.5">
          <Select
            aria-label="Colour frames"
            value={mode}
            options={FRAME_MODES}
            onChange={(e) => setMode(e.target.value as FrameMode)}
            className="min-h-7! w-auto! border-line! py-0! text-xs!"
          />
          <IconButton
            label="Frames as a table"
            aria-pressed={isTable}
            onClick={() => setTable(!isTable)}
            className={cx(isTable && 'border-ink!')}
          >
            <Table2 aria-hidden />
          </IconButton>
        </div>
      </div>
      {isTable ? (
        <SumTable sums={sums} />
      ) : (
        <Picture
          map={map}
          style={style}
          people={people}
          processes={processes}
          summary={describeSums(sums)}
          onGrid={setPagesPerCell}
        />
      )}
      {!isTable && <Legend sums={sums} />}
    </Card>
  );
}

type PictureProps = {
  map: FrameMapView;
  style: ReturnType<typeof frameStyle>;
  people: People;
  processes: ProcessView[];
  summary: string;
  onGrid: (pagesPerCell: number) => void;
};

function Picture({ map, style, people, processes, summary, onGrid }: PictureProps) {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const [at, setAt] = useState<number | null>(null);
  const grid = useMemo(() => layOut(map, size.width || 320, size.height || 240), [map, size]);
  const cells = useMemo(() => fillCells(map, grid), [map, grid]);
  const draw = useCallback(
    (brush: Parameters<typeof paintFrames>[0]) => {
      paintFrames(brush, grid, cells, style);
      onGrid(grid.pagesPerCell);
    },
    [grid, cells, style, onGrid],
  );
  const canvas = useCanvas({ width: size.width, height: size.width ? Math.ceil(grid.height) : 0 }, draw);
  const shown = at === null ? null : Math.min(at, cells.length - 1);
  const words = shown === null ? '' : describeCell(cells[shown] ?? null, { cell: shown, grid, people, processes });
  const onKeyDown = (e: KeyboardEvent) => {
    const step = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: grid.columns,
      ArrowUp: -grid.columns,
      PageDown: grid.columns * 8,
      PageUp: -grid.columns * 8,
    }[e.key];
    const target =
      e.key === 'Home' ? 0 : e.key === 'End' ? cells.length - 1 : step === undefined ? null : (shown ?? 0) + step;
    if (e.key === 'Escape') setAt(null);
    if (target === null) return;
    e.preventDefault();
    setAt(Math.max(0, Math.min(cells.length - 1, target)));
  };
  return (
    <div ref={box} className="relative min-h-36 flex-1 overflow-hidden">
      <div
        role="slider"
        tabIndex={0}
        aria-label="Frame map; arrow keys name a cell"
        aria-valuemin={0}
        aria-valuemax={cells.length - 1}
        aria-valuenow={shown ?? 0}
        aria-valuetext={shown === null ? summary : words}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
        onPointerMove={(e) => {
          const r = e.currentTarget.getBoundingClientRect();
          setAt(cellAt(grid, e.clientX - r.left, e.clientY - r.top));
        }}
        onPointerLeave={() => setAt(null)}
        className="absolute inset-x-0 top-0"
      >
        <canvas ref={canvas} aria-hidden className="block w-full" style={{ height: Math.ceil(grid.height) }} />
        {shown !== null && <CellMark box={cellBox(grid, shown)} size={grid.cell} width={size.width} words={words} />}
      </div>
    </div>
  );
}

function CellMark({
  box,
  size,
  width,
  words,
}: {
  box: { left: number; top: number };
  size: number;
  width: number;
  words: string;
}) {
  const isRight = box.left > width / 2;
  return (
    <>
      <span
        aria-hidden
        className="pointer-events-none absolute border-2 border-ink!"
        style={{ left: box.left - 1, top: box.top - 1, width: size + 2, height: size + 2 }}
      />
      <span
        aria-hidden
        className="pointer-events-none absolute z-10 max-w-64 rounded-md bg-ink px-2 py-1 text-xs text-bg"
        style={{ top: box.top + size + 5, ...(isRight ? { right: width - box.left - size } : { left: box.left }) }}
      >
        {words}
      </span>
    </>
  );
}

const TOKEN_BG: Record<string, string> = { sunk: 'bg-sunk', kernel: 'bg-(--kernel)', file: 'bg-(--file)' };
const swatch = (p: FramePaint) => (p.token ? TOKEN_BG[p.token] : ownerClass(p));

function Legend({ sums }: { sums: FrameSum[] }) {
  const shown = sums.slice(0, 14);
  return (
    <ul aria-label="Legend" className="flex flex-wrap items-center gap-x-3.5 gap-y-1 text-xs text-soft">
      {shown.map(({ paint }) => (
        <li key={paint.key} className="flex max-w-40 items-center gap-1.5">
          <span aria-hidden className={cx('size-3 shrink-0 rounded-[3px] border border-ink/15', swatch(paint))} />
          <span className="truncate">{paint.label}</span>
        </li>
      ))}
      {sums.length > shown.length && <li>and {sums.length - shown.length} more, see the table</li>}
      {sums.some((s) => s.sharedPages > 0) && (
        <li className="flex items-center gap-1.5">
          <span
            aria-hidden
            className="size-3 rounded-[3px] border border-ink/15 bg-[repeating-linear-gradient(135deg,var(--panel)_0_2px,var(--line-strong)_2px_4px)]"
          />
          hatched: shared, copy-on-write
        </li>
      )}
    </ul>
  );
}

function SumTable({ sums }: { sums: FrameSum[] }) {
  return (
    <DataTable
      caption="Frames by owner"
      className="min-h-44 flex-[1_1_0] overflow-y-auto"
      rows={sums}
      rowKey={(s) => s.paint.key}
      columns={[
        {
          id: 'what',
          head: 'what',
          cell: (s) => (
            <span className="flex items-center gap-1.5">
              <span aria-hidden className={cx('size-3 rounded-[3px]', swatch(s.paint))} />
              {s.paint.label}
            </span>
          ),
        },
        {
          id: 'ram',
          head: 'in RAM',
          isNumeric: true,
          cell: (s) => <span title={kb(s.ramPages)}>{mib(s.ramPages)}</span>,
        },
        {
          id: 'swap',
          head: 'in swap',
          isNumeric: true,
          cell: (s) => <span title={kb(s.swapPages)}>{mib(s.swapPages)}</span>,
        },
        {
          id: 'shared',
          head: 'of it shared',
          isNumeric: true,
          cell: (s) => <span title={kb(s.sharedPages)}>{mib(s.sharedPages)}</span>,
        },
      ]}
    />
  );
}
