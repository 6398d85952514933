'use client';
import type { LaneRow } from '@overcommit/engine';
import type { VariationShape } from '@overcommit/protocol/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTRPC, useTRPCClient } from '@/trpc/client.tsx';
import { toast, toastWithUndo } from '@/ui/Toaster.tsx';
import type { LaneSource } from '../worker/messages.ts';

/** The variations of this log that the reader may see, with the mutations on them. */
export function useVariations(machineId: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const list = useQuery(trpc.variations.list.queryOptions({ machineId }));
  const refresh = () => queries.invalidateQueries(trpc.variations.list.queryFilter({ machineId }));
  const options = { onSuccess: refresh, onError: (error: { message: string }) => toast(error.message) };
  const create = useMutation(trpc.variations.create.mutationOptions({ onSuccess: refresh }));
  const rename = useMutation(trpc.variations.rename.mutationOptions(options));
  const share = useMutation(trpc.variations.share.mutationOptions(options));
  const restore = useMutation(trpc.variations.restore.mutationOptions(options));
  const remove = useMutation(trpc.variations.remove.mutationOptions(options));
  return {
    machineId,
    all: list.data ?? [],
    create,
    rename: (variationId: string, name: string) => rename.mutate({ machineId, variationId, name }),
    share: (variationId: string, isShared: boolean) => share.mutate({ machineId, variationId, isShared }),
    remove: ({ id, name }: VariationShape) =>
      remove.mutate(
        { machineId, variationId: id },
        {
          onSuccess: () => toastWithUndo(`“${name}” was deleted`, () => restore.mutate({ machineId, variationId: id })),
        },
      ),
  };
}
export type Variations = ReturnType<typeof useVariations>;

export type OpenLane =
  | { phase: 'none' }
  | { phase: 'loading'; done: number; total: number | null }
  | { phase: 'open'; id: string; source: LaneSource }
  | { phase: 'failed'; message: string };

/** Reads the rows of the variation in the address. */
export function useLane(machineId: string, variationId: string | null): OpenLane {
  const client = useTRPCClient();
  const [lane, setLane] = useState<OpenLane>({ phase: 'none' });
  // Rows are many and never change: each opening reads them once, page by page.
  useEffect(() => {
    let isWanted = true;
    if (variationId === null) {
      setLane({ phase: 'none' });
      return;
    }
    const read = async () => {
      setLane({ phase: 'loading', done: 0, total: null });
      const rows: LaneRow[] = [];
      while (isWanted) {
        const page = await client.variations.page.query({ machineId, variationId, after: rows.length });
        rows.push(...page.rows);
        if (!isWanted) return;
        if (page.rows.length === 0 || rows.length >= page.rowCount) {
          const { from, spec, onset } = page;
          return setLane({ phase: 'open', id: variationId, source: { id: variationId, from, spec, onset, rows } });
        }
        setLane({ phase: 'loading', done: rows.length, total: page.rowCount });
      }
    };
    read().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'The variation could not be read.';
      if (isWanted) setLane({ phase: 'failed', message });
    });
    return () => {
      isWanted = false;
    };
  }, [client, machineId, variationId]);
  return lane;
}
