import type { Worker } from 'node:worker_threads';
import { startThread } from '../../thread.ts';
import type { Judged, Judging } from './job.ts';

/** A job that was stopped at a bound, in words. */
export class JudgingStopped extends Error {}

export type JudgeBounds = { deadlineMs: number; heapMiB: number; idleMs: number };
export type Judge = {
  /** @param isUrgent a person waits for it: it goes before the others. @throws JudgingStopped at a bound */
  judge(job: Judging, isUrgent: boolean): Promise<Judged>;
  close(): Promise<void>;
};

/** A log of ten thousand entries is folded in a few seconds. */
const BOUNDS: JudgeBounds = { deadlineMs: 60_000, heapMiB: 512, idleMs: 60_000 };

type Waiting = { job: Judging; resolve: (found: Judged) => void; reject: (error: Error) => void };

/**
 * Judges in one thread of its own, one job at a time, so that no machine and no page waits for a rubric. The thread ends
 * when nothing was asked for a while, and is started anew after a job that ran into a bound.
 */
export function createJudge(bounds: Partial<JudgeBounds> = {}): Judge {
  const { deadlineMs, heapMiB, idleMs } = { ...BOUNDS, ...bounds };
  const waiting: Waiting[] = [];
  let worker: Worker | null = null;
  let isBusy = false;
  let idle: NodeJS.Timeout | undefined;

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const old = worker;
    worker = null;
    await old?.terminate();
  }

  async function next(): Promise<void> {
    if (isBusy) return;
    const one = waiting.shift();
    if (!one) return;
    isBusy = true;
    clearTimeout(idle);
    worker ??= startWorker(heapMiB);
    try {
      one.resolve(await runIn(worker, { job: one.job, deadlineMs, heapMiB }));
    } catch (error) {
      await stop();
      one.reject(error instanceof Error ? error : new Error(String(error)));
    } finally {
      isBusy = false;
      idle = setTimeout(() => void stop(), idleMs).unref();
    }
    void next();
  }

  return {
    judge(job, isUrgent) {
      return new Promise((resolve, reject) => {
        const one = { job, resolve, reject };
        if (isUrgent) waiting.unshift(one);
        else waiting.push(one);
        void next();
      });
    },
    async close() {
      for (const { reject } of waiting.splice(0)) reject(new JudgingStopped('The server is stopping.'));
      await stop();
    },
  };
}

type Run = { job: Judging; deadlineMs: number; heapMiB: number };

async function runIn(worker: Worker, { job, deadlineMs, heapMiB }: Run): Promise<Judged> {
  let timer: NodeJS.Timeout | undefined;
  let stopListening = () => {};
  try {
    return await new Promise<Judged>((resolve, reject) => {
      const large = new JudgingStopped(`it needed more than ${heapMiB} MiB of memory`);
      const onError = (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? large : error);
      const onExit = () => reject(new JudgingStopped('the thread that judges ended'));
      worker.on('message', resolve).on('error', onError).on('exit', onExit);
      stopListening = () => void worker.off('message', resolve).off('error', onError).off('exit', onExit);
      const late = new JudgingStopped(`it took longer than ${Math.round(deadlineMs / 1000)} seconds`);
      timer = setTimeout(() => reject(late), deadlineMs);
      worker.postMessage(job);
    });
  } finally {
    clearTimeout(timer);
    stopListening();
  }
}

function startWorker(heapMiB: number): Worker {
  const code = { bundled: './verdictsWorker.mjs', source: new URL('./worker.ts', import.meta.url) };
  const worker = startThread(code, { resourceLimits: { maxOldGenerationSizeMb: heapMiB } });
  // An error that comes when nothing is asked ends the thread; the next job starts another.
  worker.on('error', () => {});
  worker.unref();
  return worker;
}
