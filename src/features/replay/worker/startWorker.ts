import type { WorkerLike } from './client.ts';

/** A thread of its own for a log: folding a long one takes seconds, and the page must go on answering. */
export function startWorker(): WorkerLike {
  return new Worker(new URL('./entry.ts', import.meta.url), { type: 'module' }) as unknown as WorkerLike;
}
