import {
  type CommitView,
  commitStatement,
  type FrameMapView,
  frameMap,
  listProcesses,
  type Machine,
  type ProcessView,
} from '@overcommit/engine';
import type { History } from './history.ts';

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

export const takeSnapshot = (machine: Machine, history: History): Snapshot => ({
  seq: machine.seq,
  tick: machine.tick,
  commit: commitStatement(machine),
  processes: listProcesses(machine),
  frames: frameMap(machine),
  machine,
  history,
});
