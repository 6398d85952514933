'use client';
import type { FrameMapView, ProcessView } from '@overcommit/engine';
import { count, kb, mib, mibFigure } from '@overcommit/reading';
import { Grid3x3 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type CellSize, finestPages } from '@/machineView/frames/frameGrid.ts';
import {
  describeSums,
  type FrameMode,
  type FramePaint,
  type FrameSum,
  frameStyle,
  inTheBack,
  sumFrames,
} from '@/machineView/frames/frameStyle.ts';
import type { KillMoment } from '@/machineView/killMoment.ts';
import type { People } from '@/machineView/people.ts';
import { IconButton } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { DataTable } from '@/ui/DataTable.tsx';
import { ownerClass } from '@/ui/OwnerMark.tsx';
import { ModeSelect, TableSwitch } from '../PictureControls.tsx';
import { FramePicture, type ShownCells } from './FramePicture.tsx';

type Props = {
  map: FrameMapView;
  people: People;
  processes: ProcessView[];
  /** The kill that is being announced: its victims' frames are hollow. */
  kill?: KillMoment | null;
  /** The reader's own actor: with many people only their frames keep their colour. */
  me?: string | null;
  /** The accessible name, for a page with two maps. */
  label?: string;
  className?: string;
};

/** Every page frame of the machine and its swap: whose it is, and what is shared. */
export function FrameMap({ map, people, processes, kill, me = null, label = 'Frames', className }: Props) {
  const [mode, setMode] = useState<FrameMode>('person');
  const [cellSize, setCellSize] = useState<CellSize>('fit');
  const [isTable, setTable] = useState(false);
  const [pointed, setPointed] = useState<string | null>(null);
  const isCrowded = mode === 'person' && new Set(map.classes.map(({ owner }) => owner)).size > CROWD;
  const style = useMemo(() => {
    const whole = frameStyle(mode, people, processes);
    return isCrowded ? inTheBack(whole, [me, pointed]) : whole;
  }, [mode, people, processes, isCrowded, me, pointed]);
  const sums = useMemo(() => sumFrames(map, style), [map, style]);
  const [{ pagesPerCell, hasMixed }, setShown] = useState<ShownCells>({ pagesPerCell: 0, hasMixed: false });
  const finest = finestPages(map);
  return (
    <Card as="section" aria-label={label} className={cx('flex flex-col gap-2 px-3.5 py-2.5', className)}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SectionTitle note={!isTable && pagesPerCell > 0 ? cellWords(pagesPerCell) : undefined}>Frames</SectionTitle>
        <div className="flex items-center gap-1.5">
          <ModeSelect label="Colour frames" mode={mode} onMode={setMode} />
          {!isTable && (cellSize === 'finest' || pagesPerCell > finest) && (
            <IconButton
              label={finest === 1 ? 'Every page' : 'Finest cells'}
              aria-pressed={cellSize === 'finest'}
              onClick={() => setCellSize(cellSize === 'finest' ? 'fit' : 'finest')}
              className={cx(cellSize === 'finest' && 'border-ink!')}
            >
              <Grid3x3 aria-hidden />
            </IconButton>
          )}
          <TableSwitch label="Frames as a table" isTable={isTable} onTable={setTable} />
        </div>
      </div>
      {isTable ? (
        <SumTable sums={sums} />
      ) : (
        <>
          <FramePicture
            {...{ map, style, cellSize, people, processes, kill }}
            summary={describeSums(sums)}
            onCells={setShown}
            onOwner={isCrowded ? setPointed : undefined}
          />
          <Legend sums={sums} isMixed={hasMixed} onPoint={isCrowded ? setPointed : undefined} />
        </>
      )}
    </Card>
  );
}

/** How much memory one cell stands for. */
const cellWords = (pages: number): string =>
  `1 cell = ${count(pages, 'page')}, ${pages < 256 ? `${pages * 4} KiB` : `${pages / 256} MiB`}`;

/** With more owners than this (the kernel and free memory count as one) colours are no help: most stand back. */
const CROWD = 7;
const TOKEN_BG: Record<string, string> = {
  sunk: 'bg-sunk',
  kernel: 'bg-(--kernel)',
  file: 'bg-(--file)',
  back: 'bg-(--back)',
};
const swatch = (p: FramePaint) => (p.token ? TOKEN_BG[p.token] : ownerClass(p));

const MOST_NAMES = 16;

/** The largest sums with their amounts; what is free comes last. */
function Legend({
  sums,
  isMixed,
  onPoint,
}: {
  sums: FrameSum[];
  isMixed: boolean;
  /** The reader points at an owner, to see their frames in colour. */
  onPoint: ((owner: string | null) => void) | undefined;
}) {
  const shown = sums.slice(0, MOST_NAMES);
  return (
    <ul aria-label="Legend" className="flex flex-wrap items-center gap-x-3.5 gap-y-1 text-xs text-soft">
      {shown.map(({ paint, ramPages, swapPages }) => (
        <li
          key={paint.key}
          className="flex max-w-52 items-center gap-1.5"
          onPointerEnter={onPoint && (() => onPoint(paint.owner ?? null))}
          onPointerLeave={onPoint && (() => onPoint(null))}
        >
          <span aria-hidden className={cx('size-3 shrink-0 rounded-[3px] border border-ink/15', swatch(paint))} />
          <span className="truncate">{paint.label}</span>
          <span className="shrink-0 text-ink">{mibFigure(ramPages + swapPages)}</span>
        </li>
      ))}
      {sums.length > shown.length && <li>and {sums.length - shown.length} more, see the table</li>}
      {isMixed && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="own-none own-fill pat-7 size-3 shrink-0 rounded-[3px] border border-ink/15" />
          <span title="No owner holds more than half of the cell">mixed</span>
        </li>
      )}
      {sums.some((s) => s.sharedPages > 0) && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="mark-shared size-3 border border-ink/15 bg-line-strong bg-size-[100%_100%]!" />
          corner cut off: shared
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
