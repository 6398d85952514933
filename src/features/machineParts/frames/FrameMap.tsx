'use client';
import type { FrameMapView, ProcessView } from '@overcommit/engine';
import { count, kb, mib } from '@overcommit/reading';
import { Grid3x3 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type CellSize, finestPages } from '@/machineView/frames/frameGrid.ts';
import {
  describeSums,
  type FrameMode,
  type FramePaint,
  type FrameSum,
  frameStyle,
  sumFrames,
} from '@/machineView/frames/frameStyle.ts';
import type { People } from '@/machineView/people.ts';
import { IconButton } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { DataTable } from '@/ui/DataTable.tsx';
import { ownerClass } from '@/ui/OwnerMark.tsx';
import { ModeSelect, TableSwitch } from '../PictureControls.tsx';
import { FramePicture } from './FramePicture.tsx';

type Props = {
  map: FrameMapView;
  people: People;
  processes: ProcessView[];
  /** The accessible name, for a page with two maps. */
  label?: string;
  className?: string;
};

/** Every page frame of the machine and its swap: whose it is, and what is shared. */
export function FrameMap({ map, people, processes, label = 'Frames', className }: Props) {
  const [mode, setMode] = useState<FrameMode>('person');
  const [cellSize, setCellSize] = useState<CellSize>('fit');
  const [isTable, setTable] = useState(false);
  const style = useMemo(() => frameStyle(mode, people, processes), [mode, people, processes]);
  const sums = useMemo(() => sumFrames(map, style), [map, style]);
  const [pagesPerCell, setPagesPerCell] = useState(0);
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
            {...{ map, style, cellSize, people, processes }}
            summary={describeSums(sums)}
            onGrid={setPagesPerCell}
          />
          <Legend sums={sums} isMixed={pagesPerCell > 1} />
        </>
      )}
    </Card>
  );
}

/** How much memory one cell stands for. */
const cellWords = (pages: number): string =>
  `1 cell = ${count(pages, 'page')}, ${pages < 256 ? `${pages * 4} KiB` : `${pages / 256} MiB`}`;

const TOKEN_BG: Record<string, string> = { sunk: 'bg-sunk', kernel: 'bg-(--kernel)', file: 'bg-(--file)' };
const swatch = (p: FramePaint) => (p.token ? TOKEN_BG[p.token] : ownerClass(p));

const MOST_NAMES = 16;
/** Created once: a new collator for each comparison is a hundred times slower. */
const BY_NUMBER = new Intl.Collator('en', { numeric: true });

/** The largest sums, in an order that does not depend on their size: owners, then memory without an owner. */
function Legend({ sums, isMixed }: { sums: FrameSum[]; isMixed: boolean }) {
  const isUnowned = (s: FrameSum) => Number(s.paint.token !== undefined);
  const shown = sums
    .slice(0, MOST_NAMES)
    .sort((a, b) => isUnowned(a) - isUnowned(b) || BY_NUMBER.compare(a.paint.label, b.paint.label));
  return (
    <ul aria-label="Legend" className="flex flex-wrap items-center gap-x-3.5 gap-y-1 text-xs text-soft">
      {shown.map(({ paint }) => (
        <li key={paint.key} className="flex max-w-40 items-center gap-1.5">
          <span aria-hidden className={cx('size-3 shrink-0 rounded-[3px] border border-ink/15', swatch(paint))} />
          <span className="truncate">{paint.label}</span>
        </li>
      ))}
      {sums.length > shown.length && <li>and {sums.length - shown.length} more, see the table</li>}
      {isMixed && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="own-none own-fill pat-7 size-3 shrink-0 rounded-[3px] border border-ink/15" />
          mixed: no owner holds more than half of the cell
        </li>
      )}
      {sums.some((s) => s.sharedPages > 0) && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden className="mark-shared size-3 border border-ink/15 bg-line-strong bg-size-[100%_100%]!" />
          corner cut off: shared by several processes
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
