import {
  applyEntry,
  boot,
  deserialise,
  type Entry,
  frameMap,
  type Machine,
  type MachineSpec,
  serialise,
} from '@overcommit/engine';
import { emptyHistory, type History, lastWhere, observe, sample } from '../machine/history.ts';
import { type Snapshot, takeSnapshot } from '../machine/snapshot.ts';

/**
 * A log that can be wound to any entry. Entries are added in order; at every `keyframeEvery`th the machine is kept as
 * text, so that going back costs one reading and at most that many folds.
 */
export type Tape = {
  add: (entries: Entry[]) => void;
  lastSeq: () => number;
  entryAt: (seq: number) => Entry | null;
  /** The machine after entry `seq` (0 = at boot), held within the tape. The machine of the last answer is the same object. */
  at: (seq: number) => Snapshot;
  history: History;
};

const MOST_SAMPLES = 400;

export function createTape(
  spec: MachineSpec,
  { total, keyframeEvery = Math.max(250, Math.ceil(total / 64)) }: { total: number; keyframeEvery?: number },
): Tape {
  const entries: Entry[] = [];
  const history = emptyHistory();
  const head: Machine = boot(spec);
  const keyframes = [{ seq: 0, text: serialise(head) }];
  const every = Math.max(1, Math.ceil(total / MOST_SAMPLES));
  let cursor: Machine = boot(spec);
  sample(history, 0, frameMap(head));

  const wind = (target: number) => {
    const nearest = lastWhere(keyframes, (k) => k.seq <= target) ?? keyframes[0];
    if (nearest && (cursor.seq > target || nearest.seq > cursor.seq)) cursor = deserialise(nearest.text);
    while (cursor.seq < target) applyEntry(cursor, entries[cursor.seq] as Entry);
  };
  return {
    add: (more) => {
      for (const entry of more) {
        applyEntry(head, entry);
        entries.push(entry);
        observe(history, entry);
        if (entry.seq % every === 0 || entry.seq === total) sample(history, entry.seq, frameMap(head));
        if (entry.seq % keyframeEvery === 0) keyframes.push({ seq: entry.seq, text: serialise(head) });
      }
    },
    lastSeq: () => entries.length,
    entryAt: (seq) => entries[seq - 1] ?? null,
    at: (seq) => {
      wind(Math.max(0, Math.min(entries.length, Math.trunc(seq))));
      return takeSnapshot(cursor, history);
    },
    history,
  };
}
