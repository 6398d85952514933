'use client';
import { figures, type Report, type ScoredRow, type Scores, size } from '@overcommit/oom-report';
import { SectionTitle } from '@/ui/Card.tsx';
import { type Column, DataTable } from '@/ui/DataTable.tsx';

const MOST_ROWS = 10;

/** Every process of the table with the terms of that release's formula, the first choice on top. */
export function Candidates({ report, scores }: { report: Report; scores: Scores }) {
  const unit = scores.unit === 'pages' ? `pages of ${report.pageKb} kB` : 'thousandths of the memory';
  return (
    <section aria-labelledby="oom-candidates" className="grid grid-cols-1 gap-2">
      <SectionTitle note={`points in ${unit}`}>
        <span id="oom-candidates">The candidates</span>
      </SectionTitle>
      <DataTable
        caption="The candidates, with the terms of their points"
        columns={columnsOf(report, scores)}
        rows={scores.rows}
        rowKey={({ row }) => row.pid}
        mostRows={MOST_ROWS}
        rowClassName={({ row }) => row.pid === report.victim?.pid && 'bg-kill-bg'}
      />
    </section>
  );
}

function columnsOf(report: Report, { rows }: Scores): Column<ScoredRow>[] {
  const labels = [...new Set(rows.slice(0, 200).flatMap(({ terms }) => terms.map(({ label }) => label)))];
  return [
    {
      id: 'process',
      head: 'process',
      cell: ({ row }) => (
        <>
          {row.pid === report.victim?.pid && <b className="text-kill">✖ </b>}
          <span className="font-mono">{row.name}</span> <span className="text-soft">{row.pid}</span>
        </>
      ),
    },
    {
      id: 'points',
      head: 'points',
      isNumeric: true,
      cell: ({ points, exempt }) =>
        exempt ? <span className="text-soft">{exempt}</span> : <b className="font-semibold">{figures(points)}</b>,
    },
    ...labels.map(
      (label): Column<ScoredRow> => ({
        id: label,
        head: label,
        isNumeric: true,
        cell: ({ terms }) => {
          const value = terms.find((term) => term.label === label)?.value ?? 0;
          return value === 0 ? <span className="text-faint">0</span> : figures(value);
        },
      }),
    ),
    {
      id: 'held',
      head: 'resident + swap',
      isNumeric: true,
      cell: ({ row }) => size((row.rssPages + (row.swapPages ?? 0)) * report.pageKb),
    },
  ];
}
