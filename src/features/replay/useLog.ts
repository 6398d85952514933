'use client';
import type { LaneReport } from '@overcommit/engine';
import type { History } from '@overcommit/reading';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Explainer, readForExplaining } from '@/machineView/explainSource.ts';
import { useTRPCClient } from '@/trpc/client.tsx';
import { saveText } from './saveText.ts';
import { createReplayLink, type KernelRun, type ReplayLink, startWorker } from './worker/client.ts';
import type { LaneRiver, LaneSource, Moment } from './worker/messages.ts';

/** A log that a worker has read: its length and its history. The page asks the worker for one moment at a time. */
export type ReadLog = { last: number; history: History; isPartial: boolean };
export type LogState =
  | { phase: 'loading'; done: number; total: number | null }
  | { phase: 'ready'; log: ReadLog }
  | { phase: 'failed'; message: string };
export type Digest = { seq: number; hex: string };

export const logUrl = (machineId: string): string => `/api/machines/${encodeURIComponent(machineId)}/log.ndjson`;

/** Has a worker read a machine's log. `cancel` keeps what came so far. */
export function useLog(machineId: string) {
  const client = useTRPCClient();
  const [attempt, setAttempt] = useState(0);
  const [read, setRead] = useState<Read>(NOTHING_READ);
  const link = useRef<ReplayLink | null>(null);
  // A worker is a resource outside React: one for each visit, and a new one for each retry.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` starts it again
  useEffect(() => {
    setRead((was) => ({ ...NOTHING_READ, digest: was.digest }));
    const change = (patch: Partial<Read> | ((was: Read) => Partial<Read>)) =>
      setRead((was) => ({ ...was, ...(typeof patch === 'function' ? patch(was) : patch) }));
    const started = startReading({ client, machineId, change });
    link.current = started.link;
    return started.stop;
  }, [client, machineId, attempt]);
  return {
    ...read,
    goTo: useCallback((seq: number) => link.current?.goTo(seq), []),
    askDigest: useCallback((seq: number) => link.current?.askDigest(seq), []),
    /** Saves what was typed up to an entry as a lab script. */
    script: useCallback((seq: number) => link.current?.askScript(seq), []),
    askReport: useCallback(() => link.current?.askReport(), []),
    runKernels: useCallback(() => link.current?.runKernels(), []),
    stopKernels: useCallback(() => {
      link.current?.stopKernels();
      setRead((was) => ({ ...was, kernels: null }));
    }, []),
    setLane: useCallback((lane: LaneSource | null) => link.current?.setLane(lane), []),
    askRiver: useCallback((lane: LaneSource) => link.current?.askRiver(lane), []),
    cancel: useCallback(() => link.current?.cancel(), []),
    explainer: useMemo<Explainer>(
      () => ({ key: machineId, load: (seq, signal) => readForExplaining(client, { machineId, seq }, signal) }),
      [client, machineId],
    ),
    retry: useCallback(() => setAttempt((n) => n + 1), []),
  };
}

type Read = {
  state: LogState;
  moment: Moment | null;
  digest: Digest | null;
  report: LaneReport | null;
  /** By variation. */
  rivers: Readonly<Record<string, LaneRiver>>;
  /** The last run under every kernel, or its progress. */
  kernels: KernelRun | null;
};
const NOTHING_READ: Read = {
  state: { phase: 'loading', done: 0, total: null },
  moment: null,
  digest: null,
  report: null,
  rivers: {},
  kernels: null,
};

/** A worker that reads the log and reports what it found. */
function startReading({
  client,
  machineId,
  change,
}: {
  client: ReturnType<typeof useTRPCClient>;
  machineId: string;
  change: (patch: Partial<Read> | ((was: Read) => Partial<Read>)) => void;
}): { link: ReplayLink; stop: () => void } {
  let total: number | null = null;
  let isWanted = true;
  const fail = (message: string) => isWanted && change({ state: { phase: 'failed', message } });
  const link = createReplayLink(startWorker(), {
    onProgress: (done) => change({ state: { phase: 'loading', done, total } }),
    onReady: ({ last, history, isPartial }) => change({ state: { phase: 'ready', log: { last, history, isPartial } } }),
    onMoment: (moment) => change({ moment }),
    onDigest: (digest) => change({ digest }),
    onScript: (text) =>
      saveText(`machine-${machineId}.txt`, `# from ${location.origin}/machines/${machineId}/replay\n${text}`),
    onReport: (report) => change({ report }),
    onRiver: (id, river) => change((was) => ({ rivers: { ...was.rivers, [id]: river } })),
    onKernels: (kernels) => change({ kernels }),
    onFailed: fail,
  });
  const begin = async () => {
    const { header, lastSeq } = await client.log.page.query({ machineId, afterSeq: 0, limit: 1 });
    total = lastSeq;
    if (isWanted) link.load({ url: logUrl(machineId), spec: header.machine.spec, total });
  };
  begin().catch((error: unknown) => fail(error instanceof Error ? error.message : 'The log could not be read.'));
  const stop = () => {
    isWanted = false;
    link.close();
  };
  return { link, stop };
}
