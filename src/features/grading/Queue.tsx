'use client';
import { formatPoints } from '@overcommit/coursework';
import type { DeskItem, QueueRow } from '@overcommit/protocol/api';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Flag } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { SectionTitle } from '@/ui/Card.tsx';
import { cx } from '@/ui/cx.ts';
import { Select } from '@/ui/Field.tsx';
import { FILTERS, type Filter, isOpen, shownCell } from './deskModel.ts';
import type { SaveQueue } from './saving/saveQueue.ts';

const ROW_PX = 34;
const OVERSCAN = 8;
const FILTER_WORDS: Record<Filter, string> = {
  all: 'All rows',
  ungraded: 'Ungraded',
  flagged: 'Flagged',
  regrade: 'Regrade asked',
};

type Props = {
  item: DeskItem;
  rows: readonly QueueRow[];
  /** Without the filter. */
  all: readonly QueueRow[];
  queue: SaveQueue;
  current: string | null;
  /** Names of other graders, by row. */
  others: ReadonlyMap<string, string>;
  filter: Filter;
  onFilter: (filter: Filter) => void;
  onSelect: (rowId: string) => void;
};

/** The rows of the selected item. Only those in view are drawn; the current one always is in view. */
export function Queue({ item, rows, all, queue, current, others, filter, onFilter, onSelect }: Props) {
  const open = all.filter(({ cell }) => isOpen(item, shownCell(queue, cell))).length;
  return (
    <nav
      aria-label="Queue"
      className="grid min-h-0 grid-cols-1 grid-rows-[auto_auto_minmax(0,1fr)] gap-1.5 border-line p-2 max-lg:border-b lg:border-r"
    >
      <SectionTitle
        className="px-2 pt-1"
        note={open === 0 ? `${all.length}, all done` : `${open} of ${all.length} left`}
      >
        Queue
      </SectionTitle>
      <Select
        aria-label="Show in the queue"
        className="min-h-7! text-xs!"
        value={filter}
        onChange={(event) => onFilter(event.currentTarget.value as Filter)}
        options={FILTERS.map((value) => ({ value, label: FILTER_WORDS[value] }))}
      />
      {rows.length === 0 ? (
        <p className="px-2 py-1 text-soft">No row matches. Choose “All rows”.</p>
      ) : (
        <Rows {...{ item, rows, queue, current, others, onSelect }} />
      )}
    </nav>
  );
}

function Rows({ item, rows, queue, current, others, onSelect }: Omit<Props, 'all' | 'filter' | 'onFilter'>) {
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    getItemKey: (index) => rows[index]?.rowId ?? index,
  });
  const at = rows.findIndex(({ rowId }) => rowId === current);
  // Before the picture is drawn, so that the current row is never out of view.
  useLayoutEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  return (
    <div ref={box} className="max-h-44 min-h-0 overflow-y-auto lg:max-h-none" data-queue>
      <ul className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <li
              key={key}
              className="absolute inset-x-0"
              style={{ height: ROW_PX, transform: `translateY(${start}px)` }}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
            >
              <Row {...{ row, item, queue, onSelect }} isCurrent={index === at} other={others.get(row.rowId) ?? null} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Row({
  row,
  item,
  queue,
  isCurrent,
  other,
  onSelect,
}: {
  row: QueueRow;
  item: DeskItem;
  queue: SaveQueue;
  isCurrent: boolean;
  other: string | null;
  onSelect: (rowId: string) => void;
}) {
  const shown = shownCell(queue, row.cell);
  return (
    <button
      type="button"
      tabIndex={isCurrent ? 0 : -1}
      aria-current={isCurrent ? 'true' : undefined}
      data-row={row.rowId}
      title={row.name ?? row.pseudonym}
      onClick={() => onSelect(row.rowId)}
      className={cx(
        'grid h-8 w-full grid-cols-[0.75rem_minmax(0,1fr)_auto] items-center gap-2 rounded-md border px-2 text-left -outline-offset-2',
        isCurrent ? 'border-line bg-panel font-medium' : 'border-transparent hover:bg-sunk',
      )}
    >
      <Dot isGraded={!isOpen(item, shown)} isUnsaved={shown.isUnsaved} />
      <span className="truncate">
        {row.name ?? row.pseudonym}
        {other && <span className="font-normal text-soft"> · {other}</span>}
      </span>
      <span className="flex items-center gap-1.5 text-soft tabular-nums">
        {shown.hasRegrade && <span title="a regrade was asked for">↺</span>}
        {shown.isFlagged && <Flag className="size-3 text-warn" aria-label="flagged" />}
        {shown.points !== null ? formatPoints(shown.points) : item.kind === 'automatic' ? 'auto' : '–'}
      </span>
    </button>
  );
}

function Dot({ isGraded, isUnsaved }: { isGraded: boolean; isUnsaved: boolean }) {
  const words = isUnsaved ? 'not saved yet' : isGraded ? 'graded' : 'not graded';
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={cx(
        'size-2 justify-self-center rounded-full border-[1.5px]',
        isUnsaved && 'border-warn!',
        !isUnsaved && (isGraded ? 'border-ok! bg-ok' : 'border-faint!'),
      )}
    />
  );
}
