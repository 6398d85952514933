'use client';
import type { Entry } from '@overcommit/engine';
import { useQuery } from '@tanstack/react-query';
import { useTRPCClient } from '@/trpc/client.tsx';

const PAGE = 500;
const STALE_MS = 60_000;

/** All entries of a machine, read page by page and kept for a minute: a grader comes back to the same log. */
export function useEntries(machineId: string) {
  const client = useTRPCClient();
  return useQuery({
    queryKey: ['grading', 'entries', machineId],
    staleTime: STALE_MS,
    queryFn: async ({ signal }): Promise<Entry[]> => {
      const entries: Entry[] = [];
      for (;;) {
        const page = await client.log.page.query({ machineId, afterSeq: entries.length, limit: PAGE }, { signal });
        entries.push(...page.entries);
        if (page.entries.length === 0 || entries.length >= page.lastSeq) return entries;
      }
    },
  });
}
