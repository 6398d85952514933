'use client';
import { entryNumber, kb, mibFigure } from '@overcommit/reading';
import { useMemo, useState } from 'react';
import { type ChartData, chartData } from '@/machineView/chartData.ts';
import { marksAt } from '@/machineView/chartWords.ts';
import type { FrameMode } from '@/machineView/frames/frameStyle.ts';
import type { People } from '@/machineView/people.ts';
import type { Snapshot } from '@/machineView/snapshot.ts';
import { Card, SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { ModeSelect, TableSwitch } from '../PictureControls.tsx';
import { useLatest } from '../useLatest.ts';
import { Plot } from './Plot.tsx';

/** The chart redraws at most this often on a busy machine. The figures elsewhere follow at once. */
const REDRAW_MS = 250;

/** Used memory over entries, stacked by person, process or kind. Marks show the entries of kills and refusals. */
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
  const count = (kind: 'kill' | 'refusal' | 'warning') => data.markers.filter((m) => m.kind === kind).length;
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
            {data.paging && <PagingKey paging={data.paging} />}
            {count('warning') > 0 && <span className="text-warn"> · ▲ {count('warning')} × SIGDANGER</span>}
            {count('kill') > 0 && <span className="text-kill"> · ✖ {count('kill')} killed</span>}
            {count('refusal') > 0 && <span className="text-warn"> · ▲ {count('refusal')} refused</span>}
          </p>
        </div>
        <div className="flex items-center gap-1.5">
          <ModeSelect label="Stack memory" mode={mode} onMode={setMode} />
          <TableSwitch label="Memory over entries as a table" isTable={isTable} onTable={setTable} />
        </div>
      </div>
      {isTable ? <SampleTable data={data} /> : <Plot data={data} column={column} onColumn={setColumn} />}
    </Card>
  );
}

/** What the line and the dotted marks stand for. */
function PagingKey({ paging: { total, used, npswarn, npskill } }: { paging: NonNullable<ChartData['paging']> }) {
  return (
    <>
      {' '}
      · <span aria-hidden>━</span> paging space taken, {mibFigure(used)} of {mibFigure(total)}
      {npskill > 0 && (
        <>
          , SIGDANGER at {mibFigure(total - npswarn)}, SIGKILL at {mibFigure(total - npskill)}
        </>
      )}
    </>
  );
}

const MOST_ROWS = 60;
const MOST_COLUMNS = 8;

/** The newest samples in figures. The largest bands have a column each. */
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
        ...pagingColumn(data),
        {
          id: 'what',
          head: 'what happened',
          className: 'whitespace-nowrap',
          cell: (at) => marksAt(data, at).join('; '),
        },
      ]}
    />
  );
}

function pagingColumn({ paging }: ChartData): Column<number>[] {
  if (!paging) return [];
  const at = (i: number) => paging.taken[i] ?? 0;
  return [
    {
      id: 'paging',
      head: 'paging space',
      isNumeric: true,
      cell: (i) => <span title={kb(at(i))}>{mibFigure(at(i))}</span>,
    },
  ];
}
