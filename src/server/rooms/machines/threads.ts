import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { RoomLimits } from '../limits.ts';
import type { RoomLog } from '../types.ts';
import { createFairQueue, type Payer } from './fairQueue.ts';
import type { Done, Host } from './host.ts';
import { type AnswerTo, type Job, MachineGone } from './jobs.ts';
import type { Request, Response } from './worker.ts';

type Waiting = {
  machineId: string;
  job: Job;
  resolve(done: Done<Job>): void;
  reject(error: Error): void;
};
type Ports = {
  limits: RoomLimits;
  log: RoomLog;
  /** Who pays for a machine’s work: its group, or the person who made it. */
  ownerOf(machineId: string): Promise<string>;
  threads?: number;
};

/** One core is left to this process itself. */
const THREADS = Math.max(1, Math.min(8, availableParallelism() - 1));

/**
 * Machines in threads of their own: the thread that answers people never waits for a kernel. A machine stays in the
 * thread where it began; each thread takes its jobs in a fair order. A thread that dies is replaced, and its machines
 * are folded from their logs again.
 */
export function createThreads({ limits, log, ownerOf, threads = THREADS }: Ports): Host {
  const lanes = Array.from({ length: threads }, () => createLane(limits, log));
  const homes = new Map<string, { lane: Lane; owner: string }>();

  async function homeOf(machineId: string): Promise<{ lane: Lane; owner: string }> {
    const known = homes.get(machineId);
    if (known) return known;
    const owner = await ownerOf(machineId);
    const quietest = lanes.reduce((best, lane) => (lane.machines() < best.machines() ? lane : best));
    const home = homes.get(machineId) ?? { lane: quietest, owner };
    homes.set(machineId, home);
    quietest.keep(machineId);
    return home;
  }

  return {
    async run<J extends Job>(machineId: string, job: J) {
      const { lane, owner } = await homeOf(machineId);
      if (job.kind === 'forget') {
        homes.delete(machineId);
        lane.release(machineId);
      }
      return (await lane.run({ owner, machineId }, job)) as Done<J>;
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

type Lane = {
  run(payer: Payer, job: Job): Promise<Done<Job>>;
  machines(): number;
  keep(machineId: string): void;
  release(machineId: string): void;
  close(): Promise<void>;
};

/** One thread and the jobs that wait for it. It has one job at a time, so that the order is decided here. */
function createLane(limits: RoomLimits, log: RoomLog): Lane {
  const queue = createFairQueue<Waiting>();
  const kept = new Set<string>();
  let worker: Worker | null = null;
  let running: { id: number; payer: Payer; waiting: Waiting } | null = null;
  let lastId = 0;
  let isClosed = false;

  function start(): Worker {
    const made = startWorker(limits);
    made.on('message', (response: Response) => finish(response));
    made.on('error', (err) => log.error({ err }, 'a thread of machines failed; its machines are read from their logs'));
    made.on('exit', () => lost(made));
    return made;
  }
  function lost(which: Worker): void {
    if (worker !== which) return;
    worker = null;
    const broken = running;
    running = null;
    broken?.waiting.reject(new Error('the thread that kept this machine ended'));
    next();
  }
  function finish(response: Response): void {
    if (running?.id !== response.id) return;
    const { payer, waiting } = running;
    running = null;
    queue.charge(payer, response.ms);
    if (response.ok) waiting.resolve({ answer: response.answer as AnswerTo<Job>, ms: response.ms });
    else waiting.reject(response.isGone ? new MachineGone(response.error.message) : response.error);
    next();
  }
  function next(): void {
    if (running || isClosed) return;
    const found = queue.next();
    if (!found) return;
    worker ??= start();
    lastId += 1;
    running = { id: lastId, payer: found.payer, waiting: found.job };
    const { machineId, job } = found.job;
    worker.postMessage({ id: lastId, machineId, job } satisfies Request);
  }

  worker = start();
  return {
    run: (payer, job) =>
      new Promise((resolve, reject) => {
        queue.push(payer, { machineId: payer.machineId, job, resolve, reject });
        next();
      }),
    machines: () => kept.size,
    keep: (machineId) => kept.add(machineId),
    release: (machineId) => kept.delete(machineId),
    async close() {
      isClosed = true;
      await worker?.terminate();
    },
  };
}

/** In the bundle the thread’s code is a file beside it; from source, tsx loads it. */
function startWorker(limits: RoomLimits): Worker {
  const options = { workerData: { limits } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./machinesWorker.mjs', import.meta.url), options);
  const source = JSON.stringify(new URL('./worker.ts', import.meta.url).href);
  const fromSource = `import('tsx/esm/api').then(({ register }) => { register(); return import(${source}); })`;
  return new Worker(fromSource, { ...options, eval: true });
}
