import type { EveryKernelProgress, LaneReport, MachineSpec } from '@overcommit/engine';
import type { FromWorker, LaneRiver, LaneSource, Moment, ToWorker } from './messages.ts';

/** The part of a Worker that is used. A test puts a handler here, without a thread. */
export type WorkerLike = {
  postMessage: (message: ToWorker) => void;
  onmessage: ((event: { data: FromWorker }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
  terminate: () => void;
};

export type KernelRun = { progress: EveryKernelProgress } | { lanes: LaneReport[] };

export type LinkEvents = {
  onProgress: (done: number) => void;
  onReady: (log: FromWorker & { type: 'ready' }) => void;
  onMoment: (moment: Moment) => void;
  onDigest: (digest: { seq: number; hex: string }) => void;
  onScript: (text: string) => void;
  onReport: (report: LaneReport) => void;
  onRiver: (id: string, river: LaneRiver) => void;
  onKernels: (run: KernelRun) => void;
  onFailed: (message: string) => void;
};

export type ReplayLink = {
  load: (log: { url: string; spec: MachineSpec; total: number }) => void;
  cancel: () => void;
  /** Asks for a moment. While one is pending, only the last request is kept: scrubbing never builds a queue. */
  goTo: (seq: number) => void;
  askDigest: (seq: number) => void;
  askScript: (seq: number) => void;
  askReport: () => void;
  runKernels: () => void;
  stopKernels: () => void;
  /** Opens a variation beside the log, or closes it. A moment requested earlier comes without it. */
  setLane: (lane: LaneSource | null) => void;
  askRiver: (lane: LaneSource) => void;
  close: () => void;
};

/** The page's side of the worker. */
export function createReplayLink(worker: WorkerLike, events: LinkEvents): ReplayLink {
  let isAsking = false;
  let wanted: number | null = null;

  const ask = (seq: number) => {
    isAsking = true;
    wanted = null;
    worker.postMessage({ type: 'at', seq });
  };
  worker.onmessage = ({ data }) => {
    if (data.type === 'progress') events.onProgress(data.done);
    else if (data.type === 'ready') events.onReady(data);
    else if (data.type === 'digest') events.onDigest(data);
    else if (data.type === 'script') events.onScript(data.text);
    else if (data.type === 'report') events.onReport(data.report);
    else if (data.type === 'river') events.onRiver(data.id, data.river);
    else if (data.type === 'kernels') events.onKernels({ progress: data.progress });
    else if (data.type === 'kernelsDone') events.onKernels({ lanes: data.lanes });
    else if (data.type === 'failed') events.onFailed(data.message);
    else if (data.type === 'moment') {
      isAsking = false;
      if (wanted !== null) ask(wanted);
      events.onMoment(data.moment);
    }
  };
  worker.onerror = ({ message }) => events.onFailed(message || 'The replay could not be started in this browser.');
  return {
    load: (log) => worker.postMessage({ type: 'load', ...log }),
    cancel: () => worker.postMessage({ type: 'cancel' }),
    goTo: (seq) => {
      if (isAsking) wanted = seq;
      else ask(seq);
    },
    askDigest: (seq) => worker.postMessage({ type: 'digest', seq }),
    askScript: (seq) => worker.postMessage({ type: 'script', seq }),
    askReport: () => worker.postMessage({ type: 'report' }),
    runKernels: () => worker.postMessage({ type: 'kernels' }),
    stopKernels: () => worker.postMessage({ type: 'stopKernels' }),
    setLane: (lane) => worker.postMessage({ type: 'lane', lane }),
    askRiver: (lane) => worker.postMessage({ type: 'river', lane }),
    close: () => worker.terminate(),
  };
}

/** A thread of its own: folding a long log takes seconds, and the page must stay responsive. */
export function startWorker(): WorkerLike {
  return new Worker(new URL('./entry.ts', import.meta.url), { type: 'module' }) as unknown as WorkerLike;
}
