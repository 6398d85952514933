import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { startThread } from '../../thread.ts';
import { machineOfKey } from '../fold.ts';
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
  /** Who pays for a machine’s work: its group, or the person who made it; null while it is being made. */
  ownerOf(machineId: string): Promise<string | null>;
  threads?: number;
};

const CODE = { bundled: './machinesWorker.mjs', source: new URL('./worker.ts', import.meta.url) };
/** One core is left to this process itself. */
const THREADS = Math.max(1, Math.min(8, availableParallelism() - 1));

/**
 * Machines in threads of their own: the thread that answers people never waits for a kernel. A machine stays in the
 * thread where it began; each thread takes its jobs in a fair order. A thread that dies is replaced, and its machines
 * are folded from their logs again.
 */
export function createThreads({ limits, log, ownerOf, threads = THREADS }: Ports): Host {
  const lanes = Array.from({ length: threads }, () => createLane(limits, log));
  const homes = new Map<string, Home>();

  function homeOf(machineId: string): Home {
    const known = homes.get(machineId);
    if (known) return known;
    const lane = lanes.reduce((best, one) => (one.kept.size < best.kept.size ? one : best));
    const home: Home = { lane, owner: null };
    homes.set(machineId, home);
    lane.kept.add(machineId);
    return home;
  }

  /** While a machine is being made it has no owner yet, and pays for itself. */
  async function payerOf(home: Home, key: string): Promise<Payer> {
    const machineId = machineOfKey(key);
    home.owner ??= await ownerOf(machineId);
    return { owner: home.owner ?? machineId, machineId };
  }

  return {
    async run<J extends Job>(key: string, job: J) {
      if (job.kind === 'forget' && !homes.has(key)) return { answer: null as AnswerTo<J>, ms: 0 };
      const home = homeOf(key);
      if (job.kind === 'forget') {
        homes.delete(key);
        home.lane.kept.delete(key);
        return (await home.lane.run({ owner: home.owner ?? key, machineId: machineOfKey(key) }, key, job)) as Done<J>;
      }
      return (await home.lane.run(await payerOf(home, key), key, job)) as Done<J>;
    },
    stop(reason) {
      for (const lane of lanes) lane.stop(reason);
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

/** Where a machine is kept, and who pays for it. */
type Home = { lane: Lane; owner: string | null };

const ENDED = 'the thread that kept this machine ended';

type Lane = {
  run(payer: Payer, key: string, job: Job): Promise<Done<Job>>;
  /** Keys of the machines that begin here. */
  kept: Set<string>;
  stop(reason: Error): void;
  close(): Promise<void>;
};

function settle({ resolve, reject }: Waiting, response: Response): void {
  if (response.ok) resolve({ answer: response.answer as AnswerTo<Job>, ms: response.ms });
  else reject(response.isGone ? new MachineGone(response.error.message) : response.error);
}

/** One thread and the jobs that wait for it. It has one job at a time, so that the order is decided here. */
function createLane(limits: RoomLimits, log: RoomLog): Lane {
  const queue = createFairQueue<Waiting>();
  const kept = new Set<string>();
  let worker: Worker | null = null;
  let running: { id: number; payer: Payer; waiting: Waiting } | null = null;
  let lastId = 0;
  let stopped: Error | null = null;

  function start(): Worker {
    const made = startThread(CODE, { workerData: { limits } });
    made.on('message', finish).on('exit', () => lost(made));
    made.on('error', (err) => log.error({ err }, 'a thread of machines failed; its machines are read from their logs'));
    return made;
  }
  function lost(which: Worker): void {
    if (worker !== which) return;
    worker = null;
    running?.waiting.reject(new Error(ENDED));
    running = null;
    next();
  }
  function finish(response: Response): void {
    if (running?.id !== response.id) return;
    const { payer, waiting } = running;
    running = null;
    queue.charge(payer, response.ms);
    settle(waiting, response);
    next();
  }
  function next(): void {
    if (running || stopped) return;
    const found = queue.next();
    if (!found) return;
    worker ??= start();
    lastId += 1;
    running = { id: lastId, payer: found.payer, waiting: found.job };
    const { machineId, job } = found.job;
    worker.postMessage({ id: lastId, machineId, job } satisfies Request);
  }
  function stop(reason: Error): void {
    stopped ??= reason;
    for (let found = queue.next(); found; found = queue.next()) found.job.reject(stopped);
  }

  worker = start();
  return {
    run: (payer, key, job) =>
      new Promise((resolve, reject) => {
        if (stopped) return reject(stopped);
        queue.push(payer, { machineId: key, job, resolve, reject });
        next();
      }),
    kept,
    stop,
    async close() {
      stop(new Error(ENDED));
      await worker?.terminate();
    },
  };
}
