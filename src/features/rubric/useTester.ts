'use client';
import type { AutomaticItem } from '@overcommit/coursework';
import type { TriedRow } from '@overcommit/protocol/api';
import { useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.tsx';

/** Groups of the first answer, so that something is on screen at once, and of the others. */
const FIRST = 1;
const MORE = 48;

export type Trial = {
  rows: TriedRow[];
  /** Groups that were asked, of all. */
  done: number;
  total: number | null;
  isPreview: boolean;
  error: string | null;
  isRunning: boolean;
};
const NOTHING: Trial = { rows: [], done: 0, total: null, isPreview: false, error: null, isRunning: false };

/** Asks one item of logs, group after group. A newer question stops the one before. */
export function useTester(assignmentId: string) {
  const client = useTRPCClient();
  const [trial, setTrial] = useState<Trial | null>(null);
  const newest = useRef(0);

  async function guarded(task: (isNewest: () => boolean) => Promise<void>): Promise<void> {
    newest.current += 1;
    const own = newest.current;
    const isNewest = () => newest.current === own;
    setTrial({ ...NOTHING, isRunning: true });
    try {
      await task(isNewest);
    } catch (error) {
      const words = error instanceof Error ? error.message : 'The server gave no reason.';
      if (isNewest()) setTrial((before) => ({ ...(before ?? NOTHING), error: words, isRunning: false }));
    }
  }

  return {
    trial,
    run: (item: AutomaticItem, logsOf: string) =>
      guarded(async (isNewest) => {
        let from = 0;
        let total: number | null = null;
        while (total === null || from < total) {
          const most = from === 0 ? FIRST : MORE;
          const { rows, groups, isPreview } = await client.rubric.try.mutate({
            assignmentId,
            logsOf,
            from,
            most,
            item,
          });
          if (!isNewest()) return;
          from += most;
          total = groups;
          const done = Math.min(from, groups);
          setTrial((before) => ({
            ...{ rows: [...(before?.rows ?? []), ...rows], done, total: groups, error: null, isRunning: done < groups },
            isPreview: isPreview || (before?.isPreview ?? false),
          }));
          if (groups === 0) return;
        }
      }),
    runLog: (item: AutomaticItem, text: string) =>
      guarded(async (isNewest) => {
        const tried = await client.rubric.tryLog.mutate({ assignmentId, text, item });
        if (!isNewest()) return;
        if (tried.ok) setTrial({ ...NOTHING, rows: tried.rows, done: 1, total: 1 });
        else setTrial({ ...NOTHING, error: `Line ${tried.line}: ${tried.message}.` });
      }),
  };
}
