import type { Peers } from '../peers/index.ts';
import type { WindowCounter } from './windowCounter.ts';

/** Makes a counter of this process count what the others count under the same name. */
export type Counted = (name: string, counter: WindowCounter) => WindowCounter;
export const alone: Counted = (_name, counter) => counter;

type Change = { what: 'take' | 'giveBack' | 'clear'; key: string };

/**
 * Counts over all processes: each has the whole count in memory and tells the others of its changes, so that asking costs
 * no round trip and goes on without Redis. Two processes asked within a millisecond may both allow the last one.
 */
export function countTogether(peers: Peers): Counted {
  return (name, counter) => {
    const tell = peers.topic<Change>(`count ${name}`, ({ what, key }) => void counter[what](key));
    return {
      take(key) {
        const waitMs = counter.take(key);
        if (waitMs === null) tell({ what: 'take', key });
        return waitMs;
      },
      giveBack(key) {
        counter.giveBack(key);
        tell({ what: 'giveBack', key });
      },
      clear(key) {
        counter.clear(key);
        tell({ what: 'clear', key });
      },
      count: counter.count,
    };
  };
}
