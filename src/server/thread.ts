import { Worker, type WorkerOptions } from 'node:worker_threads';

/** `bundled`: its file beside the server's bundle (`src/cli/launch/build.mjs`). `source`: its module, loaded by tsx. */
export type ThreadCode = { bundled: string; source: URL };

/** Starts a thread of the server, from the bundle or from source. */
export function startThread({ bundled, source }: ThreadCode, options: WorkerOptions): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL(bundled, import.meta.url), options);
  const module = JSON.stringify(source.href);
  const fromSource = `import('tsx/esm/api').then(({ register }) => { register(); return import(${module}); })`;
  return new Worker(fromSource, { ...options, eval: true });
}
