import type { RoomLimits } from '../limits.ts';
import { type AnswerTo, createMachines, type Job } from './jobs.ts';

/** How long a job held its thread, in milliseconds: work that came to nothing counts too. */
export type Done<J extends Job> = { answer: AnswerTo<J>; ms: number };

/** Where machines are kept in memory and worked on. */
export type Host = {
  /** Jobs for one machine are done in the order in which they come. @throws MachineGone, and what the work throws */
  run<J extends Job>(machineId: string, job: J): Promise<Done<J>>;
  /** What runs is finished. What waits, and what comes later, fails with `reason`. */
  stop(reason: Error): void;
  close(): Promise<void>;
};

/** In this very thread. */
export function createLocalHost(limits: RoomLimits): Host {
  const machines = createMachines(limits);
  return {
    async run<J extends Job>(machineId: string, job: J) {
      const startedMs = performance.now();
      const answer = structuredClone(machines.run(machineId, job)) as AnswerTo<J>;
      return { answer, ms: performance.now() - startedMs };
    },
    // Nothing ever waits here.
    stop: () => undefined,
    close: async () => undefined,
  };
}
