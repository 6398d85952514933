import type { Explained, ExplainInput, ExplainStep } from '@overcommit/reading';

export type FromExplainer =
  | { type: 'step'; step: ExplainStep }
  | { type: 'explained'; explained: Explained }
  | { type: 'failed'; message: string };

/** The part of a Worker that is used. A test passes its own. */
export type ExplainWorker = {
  postMessage: (message: ExplainInput) => void;
  onmessage: ((event: { data: FromExplainer }) => void) | null;
  onerror: ((event: { message?: string }) => void) | null;
  terminate: () => void;
};

/** A thread of its own: executing an entry forty times takes up to several seconds. */
function startWorker(): ExplainWorker {
  return new Worker(new URL('./explain.worker.ts', import.meta.url), { type: 'module' }) as unknown as ExplainWorker;
}

type Options = { signal: AbortSignal; onStep: (step: ExplainStep) => void; start?: () => ExplainWorker };

/** Explains an entry in a worker. Rejects with a sentence for the reader, or with the signal's reason. */
export function explainBeside(
  input: ExplainInput,
  { signal, onStep, start = startWorker }: Options,
): Promise<Explained> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const worker = start();
    const end = () => {
      worker.terminate();
      signal.removeEventListener('abort', abort);
    };
    const fail = (reason: unknown) => {
      end();
      reject(reason);
    };
    const abort = () => fail(signal.reason);
    signal.addEventListener('abort', abort);
    worker.onerror = ({ message }) => fail(new Error(message || 'This browser could not start the work.'));
    worker.onmessage = ({ data }) => {
      if (data.type === 'step') return onStep(data.step);
      if (data.type === 'failed') return fail(new Error(data.message));
      end();
      resolve(data.explained);
    };
    worker.postMessage(input);
  });
}
