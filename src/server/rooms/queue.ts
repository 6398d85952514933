/** Runs tasks one after another. A task that fails does not stop the next. */
export type Queue = {
  run<T>(task: () => Promise<T>): Promise<T>;
  /** Number of tasks that wait or run. */
  waiting(): number;
  /** Resolves when everything that is queued by now is done. */
  idle(): Promise<void>;
};

/** `pause` runs after each task, before the next one starts. */
export function createQueue(pause: () => Promise<void>): Queue {
  let tail: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    run(task) {
      waiting += 1;
      const done = tail.then(task).finally(() => {
        waiting -= 1;
      });
      tail = done.catch(() => undefined).then(pause);
      return done;
    },
    waiting: () => waiting,
    async idle() {
      await tail;
    },
  };
}
