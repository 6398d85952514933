'use client';
import { formatPoints } from '@overcommit/coursework';
import type { Gradebook, GradebookCell } from '@overcommit/protocol/api';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { cx } from '@/ui/cx.ts';
import {
  cellValue,
  columnId,
  columnsOf,
  type GradebookColumn,
  type GradebookRow,
  type Sorting,
  sorted,
} from './gradebookModel.ts';

const ROW_PX = 34;
const OVERSCAN = 12;
const FIRST =
  'sticky left-0 z-10 w-52 max-w-52 min-w-52 max-sm:w-32 max-sm:max-w-32 max-sm:min-w-32 border-r border-line bg-panel text-left';

/** All students by all points. Only the rows in view are in the page; head and names stay in sight. */
export function GradebookTable({ book, withItems }: { book: Gradebook; withItems: boolean }) {
  const [sorting, setSorting] = useState<Sorting>({ column: { kind: 'name' }, isDown: false });
  const columns = useMemo(() => columnsOf(book.assignments, withItems), [book.assignments, withItems]);
  const rows = useMemo(() => sorted(book.rows, sorting), [book.rows, sorting]);
  const box = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const shown = virtual.getVirtualItems();
  const above = shown[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  return (
    <section
      ref={box}
      aria-label="Points"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-[70vh] overflow-auto rounded-lg border border-line bg-panel"
    >
      <table aria-rowcount={rows.length + 1} className="w-max min-w-full border-separate border-spacing-0 text-xs">
        <caption className="sr-only">Points of {book.title}</caption>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Head key={columnId(column)} {...{ column, book, sorting }} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {above > 0 && <Gap height={above} columns={columns.length} />}
          {shown.map(({ index }) => {
            const row = rows[index];
            return row && <Line key={row.studentId} {...{ row, columns, index }} />;
          })}
          {below > 0 && <Gap height={below} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  );
}

/** Stands for the rows that are out of view. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

type HeadProps = { column: GradebookColumn; book: Gradebook; sorting: Sorting; onSort: (to: Sorting) => void };

function Head({ column, book, sorting, onSort }: HeadProps) {
  const isSorted = columnId(sorting.column) === columnId(column);
  const { title, note } = headWords(column, book);
  const isDown = isSorted ? !sorting.isDown : column.kind === 'item' || column.kind === 'total';
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (sorting.isDown ? 'descending' : 'ascending') : 'none'}
      className={cx(
        'sticky top-0 z-20 border-b border-line bg-panel p-0 align-bottom font-medium',
        column.kind === 'name' && 'left-0 z-30 w-52 border-r text-left max-sm:w-32',
        column.kind === 'total' && 'border-r',
      )}
    >
      <button
        type="button"
        title={title}
        onClick={() => onSort({ column, isDown })}
        className="grid w-full max-w-40 gap-0.5 px-2.5 py-1.5 text-left -outline-offset-2 hover:bg-sunk"
      >
        <span className="line-clamp-2 break-words">
          {title} {isSorted && <span aria-hidden>{sorting.isDown ? '↓' : '↑'}</span>}
        </span>
        {note && <span className="font-normal text-soft tabular-nums">{note}</span>}
      </button>
    </th>
  );
}

function headWords(column: GradebookColumn, { assignments }: Gradebook): { title: string; note: string | null } {
  if (column.kind === 'name') return { title: 'Student', note: null };
  if (column.kind === 'group') return { title: 'Group', note: null };
  const assignment = assignments[column.assignment];
  const item = column.kind === 'item' ? assignment?.items[column.item] : null;
  if (item)
    return {
      title: item.title,
      note: `${item.isPenalty ? 'penalty' : item.isBonus ? 'bonus' : 'of'} ${formatPoints(item.outOf)}`,
    };
  return { title: assignment?.title ?? '', note: `of ${formatPoints(assignment?.outOf ?? 0)}` };
}

type LineProps = { row: GradebookRow; columns: GradebookColumn[]; index: number };

function Line({ row, columns, index }: LineProps) {
  return (
    <tr aria-rowindex={index + 2} style={{ height: ROW_PX }}>
      {columns.map((column) =>
        column.kind === 'name' ? (
          <th
            key="name"
            scope="row"
            title={`${row.name}, ${row.email}`}
            className={`${FIRST} border-b px-2.5 font-medium`}
          >
            <span className="block truncate">{row.name}</span>
          </th>
        ) : (
          <Cell key={columnId(column)} row={row} column={column} />
        ),
      )}
    </tr>
  );
}

function Cell({ row, column }: { row: GradebookRow; column: GradebookColumn }) {
  const value = cellValue(row, column);
  const cell = column.kind === 'total' ? row.cells[column.assignment] : undefined;
  return (
    <td
      className={cx(
        'border-b border-line px-2.5 whitespace-nowrap',
        column.kind === 'group' ? 'max-w-40 truncate text-soft' : 'tabular-nums',
        column.kind === 'total' && 'border-r font-medium',
      )}
      title={column.kind === 'group' ? row.group : undefined}
    >
      {typeof value === 'number' ? formatPoints(value) : value === null ? <span className="text-soft">–</span> : value}
      {cell && <Marks cell={cell} />}
    </td>
  );
}

/** What a teacher looks for beside a total. */
function Marks({ cell: { mark, latePercent, isChanged, ungraded, total } }: { cell: GradebookCell }) {
  const words = [
    mark === 'late' && (latePercent > 0 ? `late, −${latePercent} %` : 'late'),
    mark === 'missing' && 'missing',
    mark === 'preview' && 'not handed in',
    total !== null && ungraded > 0 && `${ungraded} to grade`,
    isChanged && 'changed',
  ].filter((one) => one !== false);
  if (words.length === 0) return null;
  const isWarning = mark === 'late' || mark === 'missing';
  return (
    <span className={cx('ml-2 text-2xs font-normal', isWarning ? 'text-warn' : 'text-soft')}>{words.join(', ')}</span>
  );
}
