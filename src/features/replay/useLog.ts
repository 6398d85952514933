'use client';
import type { LaneReport } from '@overcommit/engine';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Explainer, readForExplaining } from '@/machineView/explainSource.ts';
import type { History } from '@/machineView/meaning/history.ts';
import { useTRPCClient } from '@/trpc/client.tsx';
import { saveText } from './saveText.ts';
import { createReplayLink, type KernelRun, type ReplayLink } from './worker/client.ts';
import type { LaneSource, Moment } from './worker/messages.ts';
import { startWorker } from './worker/startWorker.ts';

/** A log that a worker has read: how long it is, what happened in it. Moments of it are asked for one by one. */
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
  const [state, setState] = useState<LogState>({ phase: 'loading', done: 0, total: null });
  const [moment, setMoment] = useState<Moment | null>(null);
  const [digest, setDigest] = useState<Digest | null>(null);
  const [report, setReport] = useState<LaneReport | null>(null);
  const [kernels, setKernels] = useState<KernelRun | null>(null);
  const [attempt, setAttempt] = useState(0);
  const link = useRef<ReplayLink | null>(null);
  // A worker is a resource outside React: one for each visit, and a new one for each retry.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` starts it anew
  useEffect(() => {
    let total: number | null = null;
    let isWanted = true;
    const fail = (message: string) => isWanted && setState({ phase: 'failed', message });
    const own = createReplayLink(startWorker(), {
      onProgress: (done) => setState({ phase: 'loading', done, total }),
      onReady: ({ last, history, isPartial }) => setState({ phase: 'ready', log: { last, history, isPartial } }),
      onMoment: setMoment,
      onDigest: setDigest,
      onScript: (text) =>
        saveText(`machine-${machineId}.txt`, `# from ${location.origin}/machines/${machineId}/replay\n${text}`),
      onReport: setReport,
      onKernels: setKernels,
      onFailed: fail,
    });
    link.current = own;
    setState({ phase: 'loading', done: 0, total: null });
    setMoment(null);
    setReport(null);
    setKernels(null);
    const begin = async () => {
      const { header, lastSeq } = await client.log.page.query({ machineId, afterSeq: 0, limit: 1 });
      total = lastSeq;
      if (isWanted) own.load({ url: logUrl(machineId), spec: header.machine.spec, total });
    };
    begin().catch((error: unknown) => fail(error instanceof Error ? error.message : 'The log could not be read.'));
    return () => {
      isWanted = false;
      own.close();
    };
  }, [client, machineId, attempt]);
  return {
    state,
    moment,
    digest,
    goTo: useCallback((seq: number) => link.current?.goTo(seq), []),
    askDigest: useCallback((seq: number) => link.current?.askDigest(seq), []),
    /** Saves what was typed up to an entry as a lab script. */
    script: useCallback((seq: number) => link.current?.askScript(seq), []),
    report,
    /** The last run under every kernel, or how far it is. */
    kernels,
    askReport: useCallback(() => link.current?.askReport(), []),
    runKernels: useCallback(() => link.current?.runKernels(), []),
    stopKernels: useCallback(() => {
      link.current?.stopKernels();
      setKernels(null);
    }, []),
    setLane: useCallback((lane: LaneSource | null) => link.current?.setLane(lane), []),
    cancel: useCallback(() => link.current?.cancel(), []),
    /** What a decision's card asks for more. */
    explainer: useMemo<Explainer>(
      () => ({ key: machineId, load: (seq, signal) => readForExplaining(client, { machineId, seq }, signal) }),
      [client, machineId],
    ),
    retry: useCallback(() => setAttempt((n) => n + 1), []),
  };
}
