import {
  type CommitView,
  commitStatement,
  type FrameMapView,
  frameMap,
  listProcesses,
  type Machine,
  type ProcessView,
} from '@overcommit/engine';
import type { History } from '@overcommit/reading';

/**
 * One moment of a machine, ready to draw. The machine itself is changed in place later, so everything that is drawn is
 * copied here. `machine` is for questions at this moment only (a /proc file, a completion).
 */
export type Snapshot = {
  seq: number;
  tick: number;
  commit: CommitView;
  processes: ProcessView[];
  frames: FrameMapView;
  machine: Machine;
  history: History;
  /** What says who would die is left out: see `held.ts`. */
  isHeld?: true;
};

/** @param frames the machine's frame map, if the caller has it already */
export const takeSnapshot = (machine: Machine, history: History, frames = frameMap(machine)): Snapshot => ({
  seq: machine.seq,
  tick: machine.tick,
  commit: commitStatement(machine),
  processes: listProcesses(machine),
  frames,
  machine,
  history,
});
