import { parentPort, workerData } from 'node:worker_threads';
import type { RoomLimits } from '../limits.ts';
import { createMachines, type Job, MachineGone } from './jobs.ts';
import { warmUp } from './warmUp.ts';

export type Request = { id: number; machineId: string; job: Job };
export type Response =
  | { id: number; ms: number; ok: true; answer: unknown }
  | { id: number; ms: number; ok: false; isGone: boolean; error: Error };

/** The thread that keeps machines in memory: one job after another. */
const machines = createMachines((workerData as { limits: RoomLimits }).limits);
warmUp();
parentPort?.on('message', ({ id, machineId, job }: Request) => {
  const startedMs = performance.now();
  const spent = () => performance.now() - startedMs;
  let response: Response;
  try {
    const answer = machines.run(machineId, job);
    response = { id, ms: spent(), ok: true, answer };
  } catch (error) {
    const isGone = error instanceof MachineGone;
    response = {
      id,
      ms: spent(),
      ok: false,
      isGone,
      error: error instanceof Error ? error : new Error(String(error)),
    };
  }
  parentPort?.postMessage(response);
});
