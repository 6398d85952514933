'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { stepNow } from '@/machineView/guide.ts';
import { useTRPC } from '@/trpc/client.tsx';

const LEAST_MS = 150;
/** With many people at a machine, each asks less often. */
const MS_PER_PERSON = 20;
/** While the next step is a question: who leaves the machine adds no entry, and may be the last whose answer was missing. */
const WAITING_MS = 10_000;

type Options = { machineId: string; labSlug: string; seq: number; people?: number };

/** The handout of a machine as its log stands, asked for again while the page has newer entries. */
export function useGuide({ machineId, labSlug, seq, people = 1 }: Options) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.guide.get.queryOptions(
      { machineId },
      {
        enabled: labSlug !== '',
        retry: false,
        staleTime: Number.POSITIVE_INFINITY,
        refetchInterval: ({ state }) => (state.data && stepNow(state.data)?.ask ? WAITING_MS : false),
      },
    ),
  );
  const { refetch, data, isFetching } = query;
  const isBehind = data !== undefined && !isFetching && data.seq < seq;
  // Only time can bring the next answer.
  useEffect(() => {
    if (!isBehind) return;
    const timer = setTimeout(() => void refetch(), LEAST_MS + people * MS_PER_PERSON);
    return () => clearTimeout(timer);
  }, [isBehind, people, refetch]);
  return { guide: data, refetch, isWaiting: labSlug !== '' && query.isPending };
}
