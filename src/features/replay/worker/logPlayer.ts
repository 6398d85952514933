import {
  applyEntry,
  boot,
  deserialise,
  type Entry,
  type Machine,
  type MachineSpec,
  serialise,
} from '@overcommit/engine';
import { emptyHistory, foldEntry, type History, sample } from '@overcommit/reading';
import { createKeyframes } from './keyframes.ts';

/**
 * A log that can be played from any entry. Entries are kept as text lines, which take a fraction of the memory of
 * objects. A seek reads one keyframe and at most `keyframeEvery()` lines after it.
 */
export type LogPlayer = {
  /** The next entry, as a line of the exported log. */
  add: (line: string) => void;
  lastSeq: () => number;
  entryAt: (seq: number) => Entry | null;
  /** The machine after entry `seq` (0 = at boot). It belongs to the player: the next call changes it in place. */
  seek: (seq: number) => Machine;
  keyframeEvery: () => number;
  /** Entries folded by `seek` so far: the cost of all jumps. */
  folded: () => number;
  history: History;
  spec: MachineSpec;
};

const MOST_SAMPLES = 400;
/** Explain this many decisions at most: a fork bomb has thousands, all alike. */
const MOST_EXPLAINED = 600;
const KEYFRAME_EVERY = 200;
const MOST_KEYFRAME_CHARS = 96 * 1024 * 1024;

export type LogPlayerOptions = {
  total: number;
  keyframeEvery?: number;
  mostChars?: number;
  /** The machine to begin with; it is changed in place. Null = at boot. */
  start?: Machine | null;
};

export function createLogPlayer(
  spec: MachineSpec,
  { total, keyframeEvery = KEYFRAME_EVERY, mostChars = MOST_KEYFRAME_CHARS, start = null }: LogPlayerOptions,
): LogPlayer {
  const lines: string[] = [];
  const head: Machine = start ?? boot(spec);
  const history = emptyHistory(head);
  const first = head.seq;
  const keyframes = createKeyframes(serialise(head), { every: keyframeEvery, mostChars });
  const every = Math.max(1, Math.ceil(total / MOST_SAMPLES));
  let cursor: Machine = deserialise(serialise(head));
  let folded = 0;
  sample(history, head);

  return {
    add: (line) => {
      const entry = JSON.parse(line) as Entry;
      foldEntry(history, head, entry, history.decisions.length < MOST_EXPLAINED);
      lines.push(line);
      if (entry.seq % every === 0 || entry.seq === total) sample(history, head);
      keyframes.offer(entry.seq, () => serialise(head));
    },
    lastSeq: () => first + lines.length,
    entryAt: (seq) => {
      const line = lines[seq - 1 - first];
      return line === undefined ? null : (JSON.parse(line) as Entry);
    },
    seek: (seq) => {
      const target = Math.max(first, Math.min(first + lines.length, Math.trunc(seq)));
      const nearest = keyframes.nearest(target);
      if (cursor.seq > target || nearest.seq > cursor.seq) cursor = deserialise(nearest.text);
      for (; cursor.seq < target; folded++)
        applyEntry(cursor, JSON.parse(lines[cursor.seq - first] as string) as Entry);
      return cursor;
    },
    keyframeEvery: keyframes.every,
    folded: () => folded,
    history,
    spec,
  };
}
