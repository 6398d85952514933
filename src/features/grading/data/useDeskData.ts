'use client';
import type { DeskCell, DeskQueue, DeskSheet } from '@overcommit/protocol/api';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo } from 'react';
import { useTRPC } from '@/trpc/client.tsx';
import { withQueueCell, withSheetCell } from '../deskModel.ts';

type Trpc = ReturnType<typeof useTRPC>;

/** Cells follow live, and the rest of a sheet does not change. */
const SHEET_STALE_MS = 10 * 60_000;

/** The page's copies of queues and sheets, and what keeps them up to date. */
export function useDeskData(assignmentId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const opened = useQuery(trpc.grading.open.queryOptions({ assignmentId }));
  return useMemo(() => ({ opened, ...copies(trpc, queries, assignmentId) }), [opened, trpc, queries, assignmentId]);
}
export type DeskData = ReturnType<typeof useDeskData>;

function copies(trpc: Trpc, queries: QueryClient, assignmentId: string) {
  const queueKey = (itemId: string) => trpc.grading.queue.queryKey({ assignmentId, itemId });
  const eachQueue = (change: (queue: DeskQueue) => DeskQueue) =>
    queries.setQueriesData<DeskQueue>(trpc.grading.queue.pathFilter(), (queue) => queue && change(queue));
  return {
    /** A cell of any loaded queue or sheet. */
    findCell(at: { rowId: string; itemId: string }): DeskCell | null {
      const queue = queries.getQueryData<DeskQueue>(queueKey(at.itemId));
      const row = queue?.rows.find(({ rowId }) => rowId === at.rowId);
      return row?.cell ?? findSheet(queries, trpc, at.rowId)?.cells.find((one) => isAt(one, at)) ?? null;
    },
    /** `version`: of the stream of grades after the change; 0 = unknown. */
    putCell(version: number, cell: DeskCell): void {
      eachQueue((queue) => withQueueCell(queue, version, cell));
      queries.setQueriesData<DeskSheet>(trpc.grading.row.pathFilter(), (sheet) => sheet && withSheetCell(sheet, cell));
    },
    /** The version that the queues are at: what is older than the server's is read again. */
    queueVersion: (itemId: string): number => queries.getQueryData<DeskQueue>(queueKey(itemId))?.version ?? 0,
    readAgain(): void {
      void queries.invalidateQueries(trpc.grading.queue.pathFilter());
      void queries.invalidateQueries(trpc.grading.row.pathFilter());
      void queries.invalidateQueries(trpc.grading.open.queryFilter({ assignmentId }));
    },
    prefetch(rowIds: readonly string[]): void {
      for (const rowId of rowIds)
        void queries.prefetchQuery({
          ...trpc.grading.row.queryOptions({ assignmentId, rowId }),
          staleTime: SHEET_STALE_MS,
        });
    },
  };
}

const isAt = (cell: DeskCell, at: { rowId: string; itemId: string }): boolean =>
  cell.rowId === at.rowId && cell.itemId === at.itemId;

/** A loaded sheet that has this row: members of one team share their sheet. */
function findSheet(queries: QueryClient, trpc: Trpc, rowId: string): DeskSheet | undefined {
  return queries
    .getQueriesData<DeskSheet>(trpc.grading.row.pathFilter())
    .map(([, sheet]) => sheet)
    .find((sheet) => sheet?.team.rowId === rowId || sheet?.members.some((member) => member.rowId === rowId));
}

export function useQueue(assignmentId: string, itemId: string) {
  const trpc = useTRPC();
  return useQuery({ ...trpc.grading.queue.queryOptions({ assignmentId, itemId }), enabled: itemId !== '' });
}

/** `isWanted` false: only what is loaded already. */
export function useSheet(assignmentId: string, rowId: string | null, isWanted: boolean) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useQuery({
    ...trpc.grading.row.queryOptions({ assignmentId, rowId: rowId ?? '' }),
    enabled: rowId !== null && isWanted,
    staleTime: SHEET_STALE_MS,
    initialData: () => (rowId === null ? undefined : findSheet(queries, trpc, rowId)),
  });
}

const AHEAD = 3;

/** Loads what the next keys lead to, so that no key waits for the network. */
export function usePrefetch(data: DeskData, rowIds: readonly string[], current: string | null): void {
  const { prefetch } = data;
  const at = rowIds.indexOf(current ?? '');
  const near = rowIds.slice(Math.max(0, at - 1), at + 1 + AHEAD).join(' ');
  const load = useCallback((ids: string) => prefetch(ids.split(' ').filter((id) => id !== '')), [prefetch]);
  // Fetching ahead is work beside the screen, not part of a picture.
  useEffect(() => load(near), [load, near]);
}
