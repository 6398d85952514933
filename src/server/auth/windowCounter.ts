/** Counts per key in windows that begin with the first count. By a monotonic clock: setting the time changes nothing. */
export type WindowCounter = {
  /** Counts one; the milliseconds until the window ends if that was too many (it is then not counted), else null. */
  take(key: string): number | null;
  giveBack(key: string): void;
  clear(key: string): void;
  count(key: string): number;
};

type Window = { count: number; endsMs: number };

const SWEEP_AT = 10_000;

/** @param points counts in a window; @param duration seconds */
export function createWindowCounter(
  { points, duration }: { points: number; duration: number },
  nowMs: () => number = () => performance.now(),
): WindowCounter {
  const windows = new Map<string, Window>();
  let sweepAt = SWEEP_AT;

  function current(key: string): Window | null {
    const window = windows.get(key);
    return window && window.endsMs > nowMs() ? window : null;
  }

  function sweep(): void {
    for (const [key, { endsMs }] of windows) if (endsMs <= nowMs()) windows.delete(key);
    sweepAt = Math.max(SWEEP_AT, windows.size * 2);
  }

  return {
    take(key) {
      const window = current(key);
      if (window && window.count >= points) return Math.max(1, window.endsMs - nowMs());
      if (window) window.count += 1;
      else windows.set(key, { count: 1, endsMs: nowMs() + duration * 1000 });
      if (windows.size > sweepAt) sweep();
      return null;
    },
    giveBack(key) {
      const window = current(key);
      if (window) window.count = Math.max(0, window.count - 1);
    },
    clear: (key) => void windows.delete(key),
    count: (key) => current(key)?.count ?? 0,
  };
}
