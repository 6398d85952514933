'use client';
import { formatPoints } from '@overcommit/coursework';
import type { Gradebook } from '@overcommit/protocol/api';
import { SectionTitle } from '@/ui/Card.tsx';
import { type Column, DataTable } from '@/ui/DataTable.tsx';
import { type GradebookColumn, type Spread, spreadOf } from './gradebookModel.ts';

type ItemRow = { key: string; title: string; outOf: number; spread: Spread | null };
type Grader = Gradebook['graders'][number];

const points = (of: (spread: Spread) => number) => (row: ItemRow) => (row.spread ? formatPoints(of(row.spread)) : '–');
const ITEMS: Column<ItemRow>[] = [
  { id: 'item', head: 'Item', cell: (row) => row.title, className: 'min-w-48 break-words' },
  { id: 'graded', head: 'Graded', cell: (row) => row.spread?.graded ?? 0, isNumeric: true },
  { id: 'mean', head: 'Mean', cell: points((one) => one.mean), isNumeric: true },
  { id: 'median', head: 'Median', cell: points((one) => one.median), isNumeric: true },
  { id: 'least', head: 'Least', cell: points((one) => one.least), isNumeric: true, isExtra: true },
  { id: 'most', head: 'Most', cell: points((one) => one.most), isNumeric: true, isExtra: true },
  { id: 'outOf', head: 'Of', cell: (row) => formatPoints(row.outOf), isNumeric: true },
];

/** How the points of each assignment spread, by item and by grader. */
export function Statistics({ book }: { book: Gradebook }) {
  return (
    <section className="grid grid-cols-1 gap-4" aria-label="Statistics">
      <SectionTitle>Statistics</SectionTitle>
      {book.assignments.map(({ id, title }, index) => (
        <details key={id} className="rounded-lg border border-line bg-panel px-3.5 py-2.5">
          <summary className="min-h-6 cursor-pointer font-medium break-words">{title}</summary>
          <div className="mt-3 grid grid-cols-1 gap-5">
            <DataTable
              caption={`Items of ${title}`}
              columns={ITEMS}
              rows={itemRows(book, index)}
              rowKey={({ key }) => key}
            />
            <Graders book={book} index={index} />
          </div>
        </details>
      ))}
    </section>
  );
}

function itemRows({ assignments, rows }: Gradebook, assignment: number): ItemRow[] {
  const { items = [], outOf = 0 } = assignments[assignment] ?? {};
  const row = (key: string, title: string, of: number, column: GradebookColumn): ItemRow => {
    return { key, title, outOf: of, spread: spreadOf(rows, column) };
  };
  return [
    ...items.map((one, item) => row(one.id, one.title, one.outOf, { kind: 'item', assignment, item })),
    row('total', 'Total', outOf, { kind: 'total', assignment }),
  ];
}

function Graders({ book, index }: { book: Gradebook; index: number }) {
  const { id, items = [], title } = book.assignments[index] ?? {};
  const rows = book.graders.filter((one) => one.assignmentId === id);
  if (rows.length === 0) return <p className="text-xs text-soft">No person has given points here.</p>;
  const columns: Column<Grader>[] = [
    { id: 'name', head: 'Grader', cell: (row) => row.name, className: 'break-words' },
    { id: 'item', head: 'Item', cell: (row) => items.find((one) => one.id === row.itemId)?.title ?? '' },
    { id: 'saves', head: 'Saves', cell: (row) => row.saves, isNumeric: true },
    { id: 'mean', head: 'Mean', cell: (row) => formatPoints(row.mean), isNumeric: true },
    { id: 'minutes', head: 'Minutes spent', cell: (row) => row.minutes.toFixed(1), isNumeric: true },
  ];
  return (
    <DataTable
      caption={`Graders of ${title}. Pauses of more than five minutes do not count as time.`}
      isCaptionShown
      columns={columns}
      rows={rows}
      rowKey={(row) => `${row.itemId} ${row.name}`}
    />
  );
}
