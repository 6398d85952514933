'use client';
import { type ReactNode, useState } from 'react';
import { cx } from './cx.ts';
import { LINK } from './Small.tsx';

export type Column<Row> = {
  id: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Right-aligned tabular figures. */
  isNumeric?: boolean;
  /** Left out on a phone. */
  isExtra?: boolean;
  className?: string;
};

/** A semantic table that scrolls sideways inside itself. The first column is the row's header. */
export function DataTable<Row>({
  caption,
  isCaptionShown,
  columns,
  rows,
  rowKey,
  rowClassName,
  mostRows = Number.POSITIVE_INFINITY,
  empty,
  className,
}: {
  caption: string;
  isCaptionShown?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string | number;
  rowClassName?: (row: Row) => string | false | undefined;
  /** Show this many rows first; a button shows the others. */
  mostRows?: number;
  empty?: ReactNode;
  className?: string;
}) {
  const [isWhole, setWhole] = useState(false);
  if (rows.length === 0 && empty) return <>{empty}</>;
  const shown = isWhole ? rows : rows.slice(0, mostRows);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={caption} tabIndex={0} className={cx('relative overflow-x-auto', className)}>
      <table className="w-full border-collapse text-xs">
        <caption className={isCaptionShown ? 'pb-1 text-left text-soft' : 'sr-only'}>{caption}</caption>
        <TableHead columns={columns} />
        <tbody>
          {shown.map((row) => (
            <tr key={rowKey(row)} className={cx(rowClassName?.(row))}>
              <Cells row={row} columns={columns} />
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > mostRows && (
        <button
          type="button"
          aria-expanded={isWhole}
          className={`mt-1.5 min-h-6 text-xs ${LINK}`}
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? `Show the first ${mostRows}` : `Show all ${rows.length}`}
        </button>
      )}
    </section>
  );
}

function TableHead<Row>({ columns }: { columns: Column<Row>[] }) {
  return (
    <thead>
      <tr>
        {columns.map((c) => (
          <th
            key={c.id}
            scope="col"
            className={cx(
              'border-b border-line py-1 pr-2 align-bottom text-2xs leading-tight font-medium text-soft last:pr-0',
              c.isNumeric ? 'text-right' : 'text-left',
              c.isExtra && 'max-sm:hidden',
            )}
          >
            {c.head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Cells<Row>({ row, columns }: { row: Row; columns: Column<Row>[] }) {
  return columns.map((c, i) => {
    const looks = cx(
      'border-b border-line py-1 pr-2 last:pr-0',
      c.isNumeric ? 'text-right tabular-nums' : 'text-left',
      c.isExtra && 'max-sm:hidden',
      c.className,
    );
    return i === 0 ? (
      <th key={c.id} scope="row" className={cx(looks, 'font-normal')}>
        {c.cell(row)}
      </th>
    ) : (
      <td key={c.id} className={looks}>
        {c.cell(row)}
      </td>
    );
  });
}
