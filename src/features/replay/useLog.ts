'use client';
import { useEffect, useRef, useState } from 'react';
import { useTRPCClient } from '@/trpc/client.tsx';
import { createTape, type Tape } from './tape.ts';

export type LogState =
  | { phase: 'loading'; done: number; total: number | null }
  | { phase: 'ready'; tape: Tape; isPartial: boolean }
  | { phase: 'failed'; message: string };

const PAGE = 500;

/** Loads a machine's log page by page onto a tape. `cancel` keeps what came so far. */
export function useLog(machineId: string): { log: LogState; cancel: () => void; retry: () => void } {
  const client = useTRPCClient();
  const [log, setLog] = useState<LogState>({ phase: 'loading', done: 0, total: null });
  const [attempt, setAttempt] = useState(0);
  const stop = useRef<(() => void) | null>(null);
  // A log is loaded once for each visit (and each retry): pages follow one another until the last.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` starts it anew
  useEffect(() => {
    let isWanted = true;
    let isCut = false;
    stop.current = () => {
      isCut = true;
    };
    const load = async () => {
      let tape: Tape | null = null;
      for (let after = 0; isWanted; ) {
        const page = await client.log.page.query({ machineId, afterSeq: after, limit: PAGE });
        if (!isWanted) return;
        tape ??= createTape(page.header.machine.spec, { total: page.lastSeq });
        tape.add(page.entries);
        after = tape.lastSeq();
        const isDone = page.entries.length === 0 || after >= page.lastSeq;
        if (isDone || isCut) return setLog({ phase: 'ready', tape, isPartial: !isDone });
        setLog({ phase: 'loading', done: after, total: page.lastSeq });
      }
    };
    setLog({ phase: 'loading', done: 0, total: null });
    load().catch((error: unknown) => {
      if (isWanted)
        setLog({ phase: 'failed', message: error instanceof Error ? error.message : 'The log could not be read.' });
    });
    return () => {
      isWanted = false;
    };
  }, [client, machineId, attempt]);
  return { log, cancel: () => stop.current?.(), retry: () => setAttempt((n) => n + 1) };
}
