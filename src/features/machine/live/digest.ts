/** A file of its own: hashing loads only when the page is idle, not before the first picture. */
import { digestSteps, type Machine } from '@overcommit/engine';

/** What it needs from the browser: a call when the page is idle, a clock in milliseconds. */
export type IdlePorts = { whenIdle: (run: () => void) => () => void; now: () => number };

const SLICE_MS = 8;

/** Computes the digest in idle moments and reports it. It gives up when the machine changes in between. */
export function digestWhenIdle(
  machine: Machine,
  tell: (digest: { seq: number; hex: string }) => void,
  { whenIdle, now }: IdlePorts,
): () => void {
  const { seq } = machine;
  const steps = digestSteps(machine);
  let cancel = () => {};
  const slice = () => {
    const until = now() + SLICE_MS;
    while (machine.seq === seq) {
      const step = steps.next();
      if (step.done) return tell({ seq, hex: step.value });
      if (now() < until) continue;
      cancel = whenIdle(slice);
      return;
    }
  };
  slice();
  return () => cancel();
}
