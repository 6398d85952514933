'use client';
import 'uplot/dist/uPlot.min.css';
import { Table2 } from 'lucide-react';
import { useTheme } from 'next-themes';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type uPlot from 'uplot';
import { type ChartData, chartData, columnAt, isMark } from '@/machineView/chartData.ts';
import { FRAME_MODES, type FrameMode } from '@/machineView/frames/frameStyle.ts';
import { entryNumber, kb, mib, mibFigure } from '@/machineView/meaning/format.ts';
import type { People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { IconButton } from '@/ui/Button.tsx';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { DataTable } from '@/ui/DataTable.tsx';
import { Select } from '@/ui/Field.tsx';
import { readPaper } from '@/ui/ownerPaint.ts';
import { useSize } from '@/ui/useSize.ts';
import { useLatest } from '../useLatest.ts';
import { makePlot, plotData } from './chartPlot.ts';

/** The picture follows a busy machine this often; figures elsewhere follow at once. */
const REDRAW_MS = 250;

/** Used memory over entries, stacked by person, process or kind; kills and refusals marked at the entry where they happened. */
export function MemoryChart({
  snapshot,
  people,
  className,
}: {
  snapshot: Snapshot;
  people: People;
  className?: string;
}) {
  const [mode, setMode] = useState<FrameMode>('person');
  const [isTable, setTable] = useState(false);
  const shown = useLatest(snapshot, REDRAW_MS);
  const data = useMemo(() => chartData(shown, people, mode), [shown, people, mode]);
  const [column, setColumn] = useState<number | null>(null);
  const count = (kind: 'kill' | 'refusal') => data.markers.filter((m) => m.kind === kind).length;
  return (
    <Card
      as="section"
      aria-label="Memory over entries"
      className={cx('flex h-48 flex-col gap-1.5 px-3.5 pt-2.5 pb-2', className)}
    >
      <div className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1">
        <div className="min-w-0">
          <SectionTitle note="MiB used" className="inline">
            Memory over entries
          </SectionTitle>
          <p className="inline text-2xs text-soft">
            {' '}
            · {entryNumber(data.seqs[0] ?? shown.seq)}–{entryNumber(shown.seq)}
            {count('kill') > 0 && <span className="text-kill"> · ✖ {count('kill')} killed</span>}
            {count('refusal') > 0 && <span className="text-warn"> · ▲ {count('refusal')} refused</span>}
          </p>
        </div>
        <div className="flex items-center gap-1.5">
          <Select
            aria-label="Stack memory"
            value={mode}
            options={FRAME_MODES}
            onChange={(e) => setMode(e.target.value as FrameMode)}
            className="min-h-7! w-auto! border-line! py-0! text-xs!"
          />
          <IconButton
            label="Memory over entries as a table"
            aria-pressed={isTable}
            onClick={() => setTable(!isTable)}
            className={cx(isTable && 'border-ink!')}
          >
            <Table2 aria-hidden />
          </IconButton>
        </div>
      </div>
      {isTable ? <SampleTable data={data} /> : <Plot data={data} column={column} onColumn={setColumn} />}
    </Card>
  );
}

type PlotProps = { data: ChartData; column: number | null; onColumn: (column: number | null) => void };

function Plot({ data, column, onColumn }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const now = useRef({ data, onColumn });
  const size = useSize(frame);
  const { resolvedTheme } = useTheme();
  const bandKeys = data.bands.map((b) => `${b.key} ${b.colour} ${b.pattern}`).join('|');
  // uPlot draws into the page by itself: made anew for other bands, another size or theme, else given the data.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the data's own changes are the next effect's
  useEffect(() => {
    if (!box.current || size.width === 0 || size.height === 0) return;
    now.current = { data, onColumn };
    const made = makePlot(box.current, {
      bands: data.bands,
      paper: readPaper(box.current),
      size,
      ports: { data: () => now.current.data, onColumn: (at) => now.current.onColumn(at) },
    });
    made.setData(plotData(data));
    plot.current = made;
    return () => {
      plot.current = null;
      made.destroy();
    };
  }, [bandKeys, size, resolvedTheme]);
  useEffect(() => {
    if (now.current.data === data && now.current.onColumn === onColumn) return;
    now.current = { data, onColumn };
    plot.current?.setData(plotData(data));
  }, [data, onColumn]);
  const at = column === null ? null : Math.min(column, data.seqs.length - 1);
  const words = at === null ? '' : describeColumn(data, at);
  const go = (target: number) => {
    const next = Math.max(0, Math.min(data.seqs.length - 1, target));
    const left = plot.current?.valToPos(data.seqs[next] ?? 0, 'x') ?? 0;
    plot.current?.setCursor({ left, top: 0 });
    onColumn(next);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    const last = data.seqs.length - 1;
    const mark = nextMark(data, at ?? last, e.key === 'PageUp' ? -1 : 1);
    const target = {
      ArrowLeft: (at ?? last + 1) - 1,
      ArrowRight: (at ?? -1) + 1,
      Home: 0,
      End: last,
      PageUp: mark,
      PageDown: mark,
    }[e.key];
    if (e.key === 'Escape') onColumn(null);
    if (target === undefined) return;
    e.preventDefault();
    go(target);
  };
  return (
    <>
      <div
        ref={frame}
        role="slider"
        tabIndex={0}
        aria-label="Memory over entries; arrow keys read an entry out, page keys go to kills and refusals"
        aria-valuemin={data.seqs[0] ?? 0}
        aria-valuemax={data.seqs.at(-1) ?? 0}
        aria-valuenow={data.seqs[at ?? data.seqs.length - 1] ?? 0}
        aria-valuetext={at === null ? describeColumn(data, data.seqs.length - 1) : words}
        onKeyDown={onKeyDown}
        onBlur={() => onColumn(null)}
        className="relative min-h-0 flex-1 overflow-hidden"
      >
        <div ref={box} aria-hidden className="absolute inset-0" />
        {data.seqs.length < 2 && (
          <p className="absolute inset-0 grid place-items-center text-soft">
            The picture begins with the second entry.
          </p>
        )}
      </div>
      <p aria-hidden className="h-4 truncate text-xs text-soft" title={words}>
        {words || 'Point at the picture, or use the arrow keys, to read an entry.'}
      </p>
    </>
  );
}

/** The column of the next kill or refusal before or after one; the same column when there is none. */
function nextMark(data: ChartData, from: number, step: -1 | 1): number {
  const seq = data.seqs[from] ?? 0;
  const marks = data.markers.filter(isMark).map((m) => m.seq);
  const found = step > 0 ? marks.find((m) => m > seq) : marks.filter((m) => m < seq).at(-1);
  return found === undefined ? from : columnAt(data.seqs, found);
}

/** One entry in words: what happened at it, then who holds how much, most first. */
function describeColumn(data: ChartData, at: number): string {
  const seq = data.seqs[at];
  if (seq === undefined) return 'No entries yet';
  const next = data.seqs[at + 1] ?? Number.POSITIVE_INFINITY;
  const marks = data.markers.filter((m) => m.seq >= seq && m.seq < next).map((m) => m.label);
  const parts = data.bands
    .map((band, i) => ({ name: band.name, pages: data.pages[i]?.[at] ?? 0 }))
    .filter(({ pages }) => pages > 0)
    .sort((a, b) => b.pages - a.pages)
    .map(({ name, pages }) => `${name} ${mib(pages)}`);
  return `${entryNumber(seq)}: ${[...marks, ...parts].join(', ')}`;
}

const MOST_ROWS = 60;
const MOST_COLUMNS = 8;

/** The newest samples in figures; the bands that hold most have a column each. */
function SampleTable({ data }: { data: ChartData }) {
  const last = data.seqs.length - 1;
  const rows = Array.from({ length: Math.min(MOST_ROWS, last + 1) }, (_, i) => last - i);
  const shown = data.bands
    .map((band, index) => ({ band, index, pages: data.pages[index]?.[last] ?? 0 }))
    .sort((a, b) => b.pages - a.pages)
    .slice(0, MOST_COLUMNS);
  const pagesOf = (index: number, at: number) => data.pages[index]?.[at] ?? 0;
  return (
    <DataTable
      caption="Memory over entries, newest first"
      className="min-h-0 flex-1 overflow-auto"
      rows={rows}
      rowKey={(at) => data.seqs[at] ?? at}
      columns={[
        { id: 'seq', head: 'entry', cell: (at) => entryNumber(data.seqs[at] ?? 0) },
        ...shown.map(({ band, index }) => ({
          id: band.key,
          head: (
            <span className="block max-w-24 truncate" title={band.name}>
              {band.name}
            </span>
          ),
          isNumeric: true,
          cell: (at: number) => <span title={kb(pagesOf(index, at))}>{mibFigure(pagesOf(index, at))}</span>,
        })),
        {
          id: 'what',
          head: 'what happened',
          className: 'whitespace-nowrap',
          cell: (at) =>
            data.markers
              .filter((m) => m.seq >= (data.seqs[at] ?? 0) && m.seq < (data.seqs[at + 1] ?? Number.POSITIVE_INFINITY))
              .map((m) => m.label)
              .join('; '),
        },
      ]}
    />
  );
}
