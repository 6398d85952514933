import { startThread } from '../thread.ts';
import type { CheckedText } from './checkText.ts';

/**
 * `noLog`: what was uploaded is not even an upload of a log. `late`, `large`: the check was stopped at this bound.
 * `gone`: the caller no longer waits.
 */
export type LogCheck =
  | { kind: 'checked'; verdict: CheckedText }
  | { kind: 'noLog' }
  | { kind: 'full' }
  | { kind: 'late'; afterMs: number }
  | { kind: 'large'; heapMiB: number }
  | { kind: 'gone' };
export type LogChecker = {
  /**
   * `log`: its text, or the unread body of an upload, which belongs to the thread afterwards. `who`: an address or a
   * person; each may have one log checked at a time. @throws unexpected errors of the thread
   */
  check(log: string | Uint8Array<ArrayBuffer>, asker: { who: string; signal?: AbortSignal }): Promise<LogCheck>;
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
    async check(log, { who, signal }) {
      if (asking.size >= atOnce || asking.has(who)) return { kind: 'full' };
      asking.add(who);
      try {
        return await inThread(log, { ...thread, signal });
      } finally {
        asking.delete(who);
      }
    },
  };
}

type Thread = Omit<LogCheckBounds, 'atOnce'> & { signal: AbortSignal | undefined };

async function inThread(
  log: string | Uint8Array<ArrayBuffer>,
  { deadlineMs, heapMiB, signal }: Thread,
): Promise<LogCheck> {
  if (signal?.aborted) return { kind: 'gone' };
  const code = { bundled: './logCheckWorker.mjs', source: new URL('./worker.ts', import.meta.url) };
  const resourceLimits = { maxOldGenerationSizeMb: heapMiB };
  const transferList = typeof log === 'string' ? [] : [log.buffer];
  const worker = startThread(code, { workerData: { log }, transferList, resourceLimits });
  let timer: NodeJS.Timeout | undefined;
  let leave = () => {};
  try {
    return await new Promise<LogCheck>((resolve, reject) => {
      worker.once('message', (verdict: CheckedText | null) =>
        resolve(verdict ? { kind: 'checked', verdict } : { kind: 'noLog' }),
      );
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
