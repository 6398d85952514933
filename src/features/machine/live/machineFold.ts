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
import type { FoldEntry } from '@overcommit/reading';
import { emptyHistory, type History, hasKill, prepend, recordEntry, sample } from '@overcommit/reading';
import { type Snapshot, takeSnapshot } from '@/machineView/snapshot.ts';

/** Folds the entries it is given, for one slice of time in each frame, and reports each new snapshot. */
export type MachineFold = {
  push: (entries: SeenEntry[]) => void;
  /** Start over from a snapshot's text, or from boot (null). */
  reset: (state: string | null) => void;
  /**
   * Entries before the snapshot that this fold began with. They fill the decisions and the shell only. `asked`: the
   * questions to the class at that snapshot.
   */
  backfill: (entries: Entry[], asked: Prediction[]) => void;
  snapshot: () => Snapshot;
  /** An entry that killed, with the machine's state before it; null unless it is one of the last few. */
  beforeKill: (seq: number) => KeptKill | null;
  /** The last entry that was pushed, folded or not. */
  head: () => number;
  close: () => void;
};

export type KeptKill = { entry: Entry; state: string };

/** What it needs from the browser: the next frame, a clock in milliseconds. */
export type FoldPorts = { nextFrame: (run: () => void) => () => void; now: () => number };

const SLICE_MS = 10;
/** Samples of a long catch-up, at most: the chart then costs the same for any number of entries. */
const SAMPLES_A_CATCH_UP = 300;
/** Decisions are explained in the last 400 entries only: older ones are rarely read. */
const EXPLAINED_ENTRIES = 400;
/** Keep the pre-kill state of the last 6 kills. A catch-up looks for them in its last 40 entries. */
const KEPT_KILLS = 6;
const KEPT_ENTRIES = 40;

type State = { machine: Machine; history: History; kills: KeptKill[]; queue: SeenEntry[]; at: number };
type Options = {
  spec: MachineSpec;
  ports: FoldPorts;
  take: FoldEntry;
  onChange: (snapshot: Snapshot) => void;
  onSeat: () => void;
};

export function createFold(options: Options): MachineFold {
  const { spec, ports, onChange } = options;
  const fresh = (machine: Machine): State => ({ machine, history: emptyHistory(machine), kills: [], queue: [], at: 0 });
  let state = fresh(boot(spec));
  let snapshot = takeSnapshot(state.machine, state.history);
  let cancel: (() => void) | null = null;
  let isStale = false;

  const schedule = () => {
    cancel ??= ports.nextFrame(run);
  };
  const run = () => {
    cancel = null;
    const frames = foldSlice(state, options);
    const isDone = state.at >= state.queue.length;
    if (isDone) state = { ...state, queue: [], at: 0 };
    else schedule();
    // A long catch-up draws every second slice only: more is too fast to see, and each drawing costs time.
    const isDrawn = isDone || isStale;
    isStale = !isDrawn;
    if (!isDrawn) return;
    snapshot = takeSnapshot(state.machine, state.history, frames);
    onChange(snapshot);
  };
  const redraw = () => {
    isStale = true;
    schedule();
  };
  return {
    push: (entries) => {
      for (const entry of entries) state.queue.push(entry);
      schedule();
    },
    reset: (text) => {
      state = fresh(text === null ? boot(spec) : deserialise(text));
      sample(state.history, state.machine);
      redraw();
    },
    backfill: (entries, asked) => {
      const older = emptyHistory(state.machine);
      for (const entry of entries) recordEntry(older, entry);
      state.history = prepend({ ...older, asked, telling: [] }, state.history);
      redraw();
    },
    snapshot: () => snapshot,
    beforeKill: (seq) => state.kills.find(({ entry }) => entry.seq === seq) ?? null,
    head: () => state.queue.at(-1)?.seq ?? state.machine.seq,
    close: () => {
      cancel?.();
      cancel = null;
    },
  };
}

/** Folds queued entries for one slice of time. The frame map after the last of them, if it was sampled. */
function foldSlice(state: State, { ports, take, onSeat }: Options): FrameMapView | undefined {
  const { machine, history, queue } = state;
  const until = ports.now() + SLICE_MS;
  const every = Math.max(1, Math.ceil((queue.length - state.at) / SAMPLES_A_CATCH_UP));
  // The most expensive part of a frame: the snapshot uses the last sample's map.
  let frames: FrameMapView | undefined;
  for (; state.at < queue.length && ports.now() < until; state.at++) {
    const left = queue.length - state.at;
    const seen = queue[state.at] as SeenEntry;
    const entry = 'isHidden' in seen ? blank(seen, machine) : seen;
    if (left <= KEPT_ENTRIES && hasKill(entry))
      state.kills = [...state.kills.slice(1 - KEPT_KILLS), { entry, state: serialise(machine) }];
    take(history, machine, entry, left <= EXPLAINED_ENTRIES);
    if (entry.command.verb === 'seat') onSeat();
    const isSampled = entry.seq % every === 0 || left === 1;
    frames = isSampled ? frameMap(machine) : undefined;
    if (frames) sample(history, machine, frames);
  }
  return frames;
}

/** A hidden entry keeps its number and does nothing. */
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
