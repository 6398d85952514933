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
 * One moment of a machine, ready to draw. The machine itself goes on being changed in place, so everything that
 * is drawn is taken here at once; `machine` is for questions asked at the moment (a /proc file, a completion).
 */
export type Snapshot = {
  seq: number;
  tick: number;
  commit: CommitView;
  processes: ProcessView[];
  frames: FrameMapView;
  machine: Machine;
  history: History;
};

/** @param frames the machine's frame map, where it is at hand already */
export const takeSnapshot = (machine: Machine, history: History, frames = frameMap(machine)): Snapshot => ({
  seq: machine.seq,
  tick: machine.tick,
  commit: commitStatement(machine),
  processes: listProcesses(machine),
  frames,
  machine,
  history,
});
