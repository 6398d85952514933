import { Worker } from 'node:worker_threads';
import type { CheckedText } from './checkText.ts';

/** `late`, `large`: the check was stopped at this bound. `gone`: the caller no longer waits. */
export type LogCheck =
  | { kind: 'checked'; verdict: CheckedText }
  | { kind: 'full' }
  | { kind: 'late'; afterMs: number }
  | { kind: 'large'; heapMiB: number }
  | { kind: 'gone' };
export type LogChecker = {
  /** `who`: an address or a person; each may have one log checked at a time. @throws unexpected errors of the thread */
  check(text: string, asker: { who: string; signal?: AbortSignal }): Promise<LogCheck>;
};
export type LogCheckBounds = { atOnce: number; deadlineMs: number; heapMiB: number };

const BOUNDS: LogCheckBounds = { atOnce: 2, deadlineMs: 30_000, heapMiB: 256 };

/**
 * Checks logs from anywhere, each in its own thread: a line can be built to fold for minutes, and no machine may wait for
 * that.
 */
export function createLogChecker(bounds: Partial<LogCheckBounds> = {}): LogChecker {
  const { atOnce, ...thread } = { ...BOUNDS, ...bounds };
  const asking = new Set<string>();
  return {
    async check(text, { who, signal }) {
      if (asking.size >= atOnce || asking.has(who)) return { kind: 'full' };
      asking.add(who);
      try {
        return await inThread(text, { ...thread, signal });
      } finally {
        asking.delete(who);
      }
    },
  };
}

type Thread = Omit<LogCheckBounds, 'atOnce'> & { signal: AbortSignal | undefined };

async function inThread(text: string, { deadlineMs, heapMiB, signal }: Thread): Promise<LogCheck> {
  if (signal?.aborted) return { kind: 'gone' };
  const worker = startWorker({ text, heapMiB });
  let timer: NodeJS.Timeout | undefined;
  let leave = () => {};
  try {
    return await new Promise<LogCheck>((resolve, reject) => {
      worker.once('message', (verdict: CheckedText) => resolve({ kind: 'checked', verdict }));
      worker.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve({ kind: 'large', heapMiB }) : reject(error),
      );
      worker.once('exit', () => reject(new Error('the thread that checks logs ended without an answer')));
      timer = setTimeout(() => resolve({ kind: 'late', afterMs: deadlineMs }), deadlineMs);
      leave = () => resolve({ kind: 'gone' });
      signal?.addEventListener('abort', leave);
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', leave);
    await worker.terminate();
  }
}

/** In the bundle the thread's code is a file beside it; from source, tsx loads it. */
function startWorker({ text, heapMiB }: { text: string; heapMiB: number }): Worker {
  const options = { workerData: { text }, resourceLimits: { maxOldGenerationSizeMb: heapMiB } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./logCheckWorker.mjs', import.meta.url), options);
  const source = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
  const fromSource = `import('tsx/esm/api').then(({ register }) => { register(); return import(${source}); })`;
  return new Worker(fromSource, { ...options, eval: true });
}
