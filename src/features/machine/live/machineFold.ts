import {
  boot,
  deserialise,
  type Entry,
  type FrameMapView,
  frameMap,
  type Machine,
  type MachineSpec,
  type Prediction,
  serialise,
} from '@overcommit/engine';
import type { SeenEntry } from '@overcommit/protocol';
import { hasKill } from '@overcommit/reading';
import { emptyHistory, type History, observe, prepend, sample } from '@/machineView/meaning/history.ts';
import type { TakeEntry } from '@/machineView/meaning/takeEntry.ts';
import { type Snapshot, takeSnapshot } from '@/machineView/snapshot.ts';

/** Folds what it is given, a slice of time a frame, and tells when there is something new to draw. */
export type MachineFold = {
  push: (entries: SeenEntry[]) => void;
  /** Start over from a snapshot's text, or from boot (null). */
  reset: (state: string | null) => void;
  /**
   * Entries from before the snapshot that this fold began with, for decisions and shell only, and the questions to the class
   * as they stood at it.
   */
  backfill: (entries: Entry[], asked: Prediction[]) => void;
  snapshot: () => Snapshot;
  /** An entry that killed with the machine's state before it, if it is one of the last few. */
  beforeKill: (seq: number) => KeptKill | null;
  /** The last entry that was given, folded or not yet. */
  head: () => number;
  close: () => void;
};

export type KeptKill = { entry: Entry; state: string };

/** Ports of the browser: a next frame, a clock. */
export type FoldPorts = { nextFrame: (run: () => void) => () => void; now: () => number };

const SLICE_MS = 10;
/** A long catch-up is sampled this many times, so that its picture costs a fixed sum. */
const SAMPLES_A_CATCH_UP = 300;
/** What would have turned a decision is worked out in this many entries up to the last: older ones are rarely read. */
const WORKED_OUT = 400;
/** Of so many kills the state before them is kept; in a catch-up, of those in so many entries up to the last. */
const KEPT_KILLS = 6;
const KEPT_ENTRIES = 40;

export function createFold({
  spec,
  ports,
  take,
  onChange,
  onSeat,
}: {
  spec: MachineSpec;
  ports: FoldPorts;
  take: TakeEntry;
  onChange: (snapshot: Snapshot) => void;
  onSeat: () => void;
}): MachineFold {
  let machine: Machine = boot(spec);
  let history: History = emptyHistory();
  let snapshot = takeSnapshot(machine, history);
  let queue: SeenEntry[] = [];
  let at = 0;
  let cancel: (() => void) | null = null;
  let isStale = false;
  let kills: KeptKill[] = [];

  const schedule = () => {
    cancel ??= ports.nextFrame(run);
  };
  const run = () => {
    cancel = null;
    const until = ports.now() + SLICE_MS;
    const every = Math.max(1, Math.ceil((queue.length - at) / SAMPLES_A_CATCH_UP));
    // The dearest part of a picture: the last sample's serves for the snapshot too.
    let frames: FrameMapView | undefined;
    for (; at < queue.length && ports.now() < until; at++) {
      const seen = queue[at] as SeenEntry;
      const entry = 'isHidden' in seen ? blank(seen, machine) : seen;
      if (queue.length - at <= KEPT_ENTRIES && hasKill(entry))
        kills = [...kills.slice(1 - KEPT_KILLS), { entry, state: serialise(machine) }];
      take(history, machine, entry, queue.length - at <= WORKED_OUT);
      if (entry.command.verb === 'seat') onSeat();
      const isSampled = entry.seq % every === 0 || at === queue.length - 1;
      frames = isSampled ? frameMap(machine) : undefined;
      if (frames) sample(history, machine, frames);
    }
    const isDone = at >= queue.length;
    if (isDone) {
      queue = [];
      at = 0;
    } else {
      schedule();
    }
    // During a long catch-up the picture would change faster than anyone can see, and each one costs: draw the last.
    if (isDone || isStale) {
      isStale = false;
      snapshot = takeSnapshot(machine, history, frames);
      onChange(snapshot);
    } else {
      isStale = true;
    }
  };
  return {
    push: (entries) => {
      if (queue.length === 0) queue = [...entries];
      else queue.push(...entries);
      schedule();
    },
    reset: (state) => {
      machine = state === null ? boot(spec) : deserialise(state);
      history = emptyHistory();
      kills = [];
      queue = [];
      at = 0;
      sample(history, machine);
      isStale = true;
      schedule();
    },
    backfill: (entries, asked) => {
      const older = emptyHistory();
      for (const entry of entries) observe(older, entry);
      history = prepend({ ...older, asked, telling: [] }, history);
      isStale = true;
      schedule();
    },
    snapshot: () => snapshot,
    beforeKill: (seq) => kills.find(({ entry }) => entry.seq === seq) ?? null,
    head: () => queue.at(-1)?.seq ?? machine.seq,
    close: () => {
      cancel?.();
      cancel = null;
    },
  };
}

/** An entry whose inside may not be seen keeps its place in the order. */
const blank = (seen: { seq: number; tick: number }, machine: Machine): Entry => ({
  seq: seen.seq,
  tick: seen.tick,
  actor: 'system',
  commandId: `hidden:${seen.seq}`,
  command: { verb: 'tick', count: 0 },
  facts: [],
  engineVersion: '',
  policy: machine.spec.policy,
});
