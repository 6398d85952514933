/** Work that takes no longer than this costs nothing. */
const FREE_MS = 40;
/** A room cools down for three times as long as it worked, so one machine never takes more than a quarter of a thread. */
const COOLDOWN_FACTOR = 3;
const MAX_COOLDOWN_MS = 3000;

/**
 * Limits how much of a thread one room takes, in real time. It decides when the next command runs, never what it
 * does. An expensive machine becomes slow, not the server.
 */
export type Throttle = {
  /** Counts work that was done for the room, also what came to nothing. In milliseconds. */
  add(ms: number): void;
  /** Counts asynchronous work. The time it waits counts too. */
  measureAsync<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when the room may go on. */
  cooldown(): Promise<void>;
};

type RealTime = { nowMs(): number; wait(ms: number): Promise<unknown> };
const REAL_TIME: RealTime = {
  nowMs: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export function createThrottle({ nowMs, wait } = REAL_TIME): Throttle {
  let spentMs = 0;
  return {
    add(ms) {
      spentMs += ms;
    },
    async measureAsync(work) {
      const startedMs = nowMs();
      try {
        return await work();
      } finally {
        spentMs += nowMs() - startedMs;
      }
    },
    async cooldown() {
      const cooldownMs = spentMs <= FREE_MS ? 0 : Math.min(MAX_COOLDOWN_MS, spentMs * COOLDOWN_FACTOR);
      spentMs = 0;
      if (cooldownMs > 0) await wait(cooldownMs);
    },
  };
}
