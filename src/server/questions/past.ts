import { type Prediction, predictionsOf, type TellingEntry, tellingOf } from '@overcommit/engine';
import { createRecentMap } from '../recentMap.ts';
import type { Rooms } from '../rooms/index.ts';

const PAGE = 500;
const MOST_KNOWN = 200;

type Known = { telling: TellingEntry[]; readTo: number };

/**
 * The questions asked on machines so far. Each log is read once, then only its new entries. It knows what the log knows:
 * of an answer that is not revealed, who gave it and when.
 */
export function createPast(rooms: Pick<Rooms, 'page'>) {
  const known = createRecentMap<string, Known>(MOST_KNOWN);
  const reading = new Map<string, Promise<Known>>();

  async function readTo(machineId: string, seq: number): Promise<Known> {
    const found = known.get(machineId) ?? { telling: [], readTo: 0 };
    while (found.readTo < seq) {
      const { entries } = await rooms.page(machineId, found.readTo, PAGE);
      const last = entries.at(-1);
      if (!last) break;
      found.telling.push(...entries.flatMap((entry) => tellingOf(entry) ?? []));
      found.readTo = last.seq;
    }
    known.set(machineId, found);
    return found;
  }

  return {
    /** The questions as they were after entry `seq`, oldest first; after the last entry if the log is shorter. @throws AppError NOT_FOUND */
    async questions(machineId: string, seq: number): Promise<Prediction[]> {
      const before = reading.get(machineId) ?? Promise.resolve();
      const mine = before.then(() => readTo(machineId, seq));
      reading.set(machineId, mine);
      const done = () => reading.get(machineId) === mine && reading.delete(machineId);
      const { telling } = await mine.finally(done);
      return predictionsOf(telling.filter((entry) => entry.seq <= seq));
    },
  };
}
export type Past = ReturnType<typeof createPast>;
