/** What costs no more than this is everyday work. */
const FREE_MS = 40;
/** A room that worked rests for so many times as long, so that one machine never has more than a quarter of the process. */
const REST_FACTOR = 3;
const MOST_REST_MS = 3000;

/**
 * How long a room keeps others waiting, as real time: it decides when the next command is looked at, never what comes of
 * it. The machine that is expensive gets slow, not the server.
 */
export type Effort = {
  /** Runs what holds the process, and remembers for how long. */
  measure<T>(work: () => T): T;
  /** As `measure`, for work with pauses in it; they count too. */
  measureAll<T>(work: () => Promise<T>): Promise<T>;
  /** When the room may go on. */
  rested(): Promise<void>;
};

type RealTime = { nowMs(): number; wait(ms: number): Promise<unknown> };
const REAL_TIME: RealTime = {
  nowMs: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export function createEffort({ nowMs, wait } = REAL_TIME): Effort {
  let spentMs = 0;
  return {
    measure(work) {
      const startedMs = nowMs();
      try {
        return work();
      } finally {
        spentMs += nowMs() - startedMs;
      }
    },
    async measureAll(work) {
      const startedMs = nowMs();
      try {
        return await work();
      } finally {
        spentMs += nowMs() - startedMs;
      }
    },
    async rested() {
      const restMs = spentMs <= FREE_MS ? 0 : Math.min(MOST_REST_MS, spentMs * REST_FACTOR);
      spentMs = 0;
      if (restMs > 0) await wait(restMs);
    },
  };
}
