'use client';
import type { FrameMapView, ProcessView } from '@overcommit/engine';
import { Grid3x3, Table2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type CellSize, finestPages } from '@/machineView/frames/frameGrid.ts';
import {
  describeSums,
  FRAME_MODES,
  type FrameMode,
  type FramePaint,
  type FrameSum,
  frameStyle,
  sumFrames,
} from '@/machineView/frames/frameStyle.ts';
import { count, kb, mib } from '@/machineView/meaning/format.ts';
import type { People } from '@/machineView/people.ts';
import { IconButton } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { DataTable } from '@/ui/DataTable.tsx';
import { Select } from '@/ui/Field.tsx';
import { ownerClass } from '@/ui/OwnerMark.tsx';
import { FramePicture } from './FramePicture.tsx';

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
  const [cellSize, setCellSize] = useState<CellSize>('fit');
  const [isTable, setTable] = useState(false);
  const style = useMemo(() => frameStyle(mode, people, processes), [mode, people, processes]);
  const sums = useMemo(() => sumFrames(map, style), [map, style]);
  const [pagesPerCell, setPagesPerCell] = useState(0);
  const finest = finestPages(map);
  return (
    <Card as="section" aria-label={label} className={cx('flex flex-col gap-2 px-3.5 py-2.5', className)}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SectionTitle
          note={
            !isTable && pagesPerCell > 0
              ? `1 cell = ${count(pagesPerCell, 'page')}, ${pagesPerCell < 256 ? `${pagesPerCell * 4} KiB` : `${pagesPerCell / 256} MiB`}`
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
        <FramePicture
          map={map}
          style={style}
          cellSize={cellSize}
          people={people}
          processes={processes}
          summary={describeSums(sums)}
          onGrid={setPagesPerCell}
        />
      )}
      {!isTable && <Legend sums={sums} isMixed={pagesPerCell > 1} />}
    </Card>
  );
}

const TOKEN_BG: Record<string, string> = { sunk: 'bg-sunk', kernel: 'bg-(--kernel)', file: 'bg-(--file)' };
const swatch = (p: FramePaint) => (p.token ? TOKEN_BG[p.token] : ownerClass(p));

const MOST_NAMES = 16;
/** Made once: a comparison that makes its own costs a hundred times as much. */
const BY_NUMBER = new Intl.Collator('en', { numeric: true });

/** The largest, in an order that does not change as they grow: owners, then what belongs to nobody. */
function Legend({ sums, isMixed }: { sums: FrameSum[]; isMixed: boolean }) {
  const isNobodys = (s: FrameSum) => Number(s.paint.token !== undefined);
  const shown = sums
    .slice(0, MOST_NAMES)
    .sort((a, b) => isNobodys(a) - isNobodys(b) || BY_NUMBER.compare(a.paint.label, b.paint.label));
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
          mixed: nobody holds more than half of the cell
        </li>
      )}
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
