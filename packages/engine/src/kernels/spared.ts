import type { Candidate } from '../facts.ts';
import type { Machine } from '../state.ts';
import { heldBy, living } from './measure.ts';

/** A badness table for kernels that choose no victim: what each process holds, and why it does not matter. */
export function spared(m: Machine, exempt: string): Candidate[] {
  return living(m).map((process) => {
    const { rss, swap } = heldBy(m, process);
    const terms = [
      { label: 'resident', value: rss },
      { label: 'swapped', value: swap },
    ];
    const who = { pid: process.pid, process: process.name, uid: process.uid };
    return { ...who, terms, points: rss + swap, oomScore: null, exempt };
  });
}
