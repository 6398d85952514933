'use client';
import type { Entry, MachineSpec } from '@overcommit/engine';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPCClient } from '@/trpc/client.tsx';
import { MOST_ENTRIES } from './ruleTrial.ts';

const PAGE = 500;

type WholeLog = { spec: MachineSpec; entries: Entry[]; last: number };

/** The first part of a machine's log, as much as the page can run again. `done`: entries read so far. */
export function useWholeLog(machineId: string) {
  const client = useTRPCClient();
  const [done, setDone] = useState(0);
  const query = useQuery({
    queryKey: ['wholeLog', machineId],
    queryFn: async ({ signal }): Promise<WholeLog> => {
      const entries: Entry[] = [];
      for (;;) {
        const input = { machineId, afterSeq: entries.length, limit: PAGE };
        const page = await client.log.page.query(input, { signal });
        entries.push(...page.entries);
        setDone(entries.length);
        const isAll = page.entries.length === 0 || entries.length >= page.lastSeq;
        if (isAll || entries.length >= MOST_ENTRIES) {
          const { spec } = page.header.machine;
          return { spec, entries: entries.slice(0, MOST_ENTRIES), last: page.lastSeq };
        }
      }
    },
    staleTime: 0,
    gcTime: 0,
  });
  return { ...query, done };
}
