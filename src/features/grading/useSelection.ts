'use client';
import type { DeskCell, DeskItem, DeskOpened, DeskSheet, QueueRow } from '@overcommit/protocol/api';
import { useState } from 'react';
import { type DeskData, usePrefetch, useQueue, useSheet } from './data/useDeskData.ts';
import { type Filter, filteredRows, nextOpen, stepRow } from './deskModel.ts';
import { type CellAt, cellKey, type SaveQueue } from './saving/saveQueue.ts';
import { useRested } from './useRested.ts';

type Options = { opened: DeskOpened; data: DeskData; queue: SaveQueue; skipped: ReadonlySet<string> };

/** The selected cell, the queue that it stands in, and the work behind it. */
export function useSelection({ opened, data, queue, skipped }: Options) {
  const { assignmentId, items } = opened;
  const [chosen, setChosen] = useState<{ itemId: string; rowId: string | null }>(() => ({
    itemId: (items.find(({ ungraded }) => ungraded > 0) ?? items[0])?.id ?? '',
    rowId: null,
  }));
  const [filter, setFilter] = useState<Filter>('all');
  const item = items.find(({ id }) => id === chosen.itemId) ?? (items[0] as DeskItem);
  const list = useQueue(assignmentId, item.id);
  const all = list.data?.rows ?? [];
  const isThere = list.data === undefined || all.some((row) => row.rowId === chosen.rowId);
  const first = () => nextOpen(all, null, { item, queue, skipped }) ?? all[0]?.rowId ?? null;
  const rowId = isThere ? chosen.rowId : first();
  // The first row stays the current one, also once it has points.
  if (rowId !== chosen.rowId) setChosen({ itemId: item.id, rowId });
  const rows = filteredRows(all, { filter, item, queue, current: rowId });
  const at: CellAt = { rowId: rowId ?? '', itemId: item.id };
  // Rows that are only passed are not asked for, so that saves find the line free.
  const isAtRest = useRested(rowId) === rowId;
  const sheet = useSheet(assignmentId, rowId, isAtRest);
  const next = useSheet(assignmentId, stepRow(rows, rowId, 1), isAtRest);
  usePrefetch(data, isAtRest ? rows.map((row) => row.rowId) : [], rowId);
  return {
    ...{ item, list, all, rows, rowId, at, filter, setFilter },
    cell: cellIn(at, { all, sheet: sheet.data ?? null }),
    sheet: sheet.data ?? null,
    sheetError: sheet.error,
    next: next.data ?? null,
    select: (to: CellAt) => setChosen(to),
  };
}
export type Selection = ReturnType<typeof useSelection>;

function cellIn(at: CellAt, { all, sheet }: { all: readonly QueueRow[]; sheet: DeskSheet | null }): DeskCell | null {
  const isAt = (cell: DeskCell) => cellKey(cell) === cellKey(at);
  return all.map((row) => row.cell).find(isAt) ?? sheet?.cells.find(isAt) ?? null;
}
