/** A file of its own, because hashing comes only when a page is idle: nobody waits for it at the first picture. */
import { digestSteps, type Machine } from '@overcommit/engine';

/** Ports of the browser: a moment when the page has nothing better to do, a clock. */
export type IdlePorts = { whenIdle: (run: () => void) => () => void; now: () => number };

const SLICE_MS = 8;

/** Works the digest out in idle moments, and tells it; never if the machine goes on before it is done. */
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
