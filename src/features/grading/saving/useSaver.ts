'use client';
import type { CellSaved, DeskCell } from '@overcommit/protocol/api';
import { TRPCClientError } from '@trpc/client';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTRPCClient } from '@/trpc/client.tsx';
import { newId } from '../../browserPorts.ts';
import type { Answer, Save } from './saveQueue.ts';
import { createSaver, type Saver, type SaverPorts } from './saver.ts';
import { openShelf } from './shelf.ts';

const SEND_MS = 15_000;
const RETRY_MS = 2_000;
/** The same grade would be refused again; everything else is tried again. */
const FINAL = new Set(['BAD_REQUEST', 'FORBIDDEN', 'NOT_FOUND']);

const codeOf = (error: unknown): string | null =>
  error instanceof TRPCClientError ? ((error.data as { code?: string } | null)?.code ?? null) : null;

function answerOf(saved: CellSaved): Answer {
  if (saved.ok) return { ok: true, version: saved.cell.version };
  const { version, by, points, note, remarks, level } = saved.current;
  return {
    ok: false,
    code: 'CONFLICT',
    theirs: { version, by: by ?? 'nobody', grade: { points, note, remarks, level } },
  };
}

type Client = ReturnType<typeof useTRPCClient>;

/** One request. @throws if no answer came, or one that may be different the next time. */
function poster(client: Client, assignmentId: string, onTheirs: (cell: DeskCell) => void): SaverPorts['post'] {
  const told = (saved: CellSaved): Answer => {
    if (!saved.ok) onTheirs(saved.current);
    return answerOf(saved);
  };
  return async ({ rowId, itemId, commandId, change }: Save, expectedVersion) => {
    const cell = { assignmentId, rowId, itemId, commandId };
    const options = { signal: AbortSignal.timeout(SEND_MS) };
    try {
      if (change.kind === 'flag') return told(await client.grading.flag.mutate({ ...cell, on: change.on }, options));
      return told(await client.grading.setPoints.mutate({ ...cell, ...change.grade, expectedVersion }, options));
    } catch (error) {
      if (!FINAL.has(codeOf(error) ?? '')) throw error;
      return { ok: false, code: 'REFUSED', message: error instanceof Error ? error.message : 'It was refused.' };
    }
  };
}

function explain(error: unknown): string {
  if (codeOf(error) === 'UNAUTHORIZED') return 'Your session has ended. Log in again in another tab; nothing is lost.';
  return codeOf(error) !== null && error instanceof Error ? error.message : 'The server does not answer.';
}

export type Kept = { save: Save; version: number };

/** The grader's saves, beside the page. They outlive it in the browser's storage. */
export function useSaver(
  { assignmentId, graderId }: { assignmentId: string; graderId: string },
  events: { onStored: (kept: Kept) => void; onTheirs: (cell: DeskCell) => void },
) {
  const client = useTRPCClient();
  const latest = useRef(events);
  latest.current = events;
  const [saver] = useState(() =>
    createSaver({
      shelf: openShelf({ assignmentId, graderId }),
      post: poster(client, assignmentId, (cell) => latest.current.onTheirs(cell)),
      explain,
      newId,
      nowMs: () => Date.now(),
      later: (run) => {
        const timer = setTimeout(run, RETRY_MS);
        return () => clearTimeout(timer);
      },
      onStored: (save, version) => latest.current.onStored({ save, version }),
    }),
  );
  useOpenWhileMounted(saver);
  const state = useSyncExternalStore(saver.state.subscribe, saver.state.get, saver.state.get);
  return { saver, ...state };
}

/** The server has a grade: the page's copy of the cell follows. */
export function cellAfter(cell: DeskCell, { save, version }: Kept, by: string): DeskCell {
  const { change } = save;
  if (change.kind === 'flag') return { ...cell, isFlagged: change.on };
  return { ...cell, ...change.grade, by: change.grade.points === null ? null : by, version };
}

function useOpenWhileMounted(saver: Saver): void {
  // The queue runs beside React: it starts with the page and stops with it.
  useEffect(() => {
    saver.open();
    window.addEventListener('online', saver.retryNow);
    return () => {
      window.removeEventListener('online', saver.retryNow);
      saver.close();
    };
  }, [saver]);
  // What this browser cannot keep would be lost with the page, so the browser asks first.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      const { isKept, queue } = saver.state.get();
      if (!isKept && Object.values(queue.lanes).some((lane) => lane.waiting.length > 0)) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [saver]);
}
