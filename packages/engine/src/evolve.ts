import type { Fact } from './facts.ts';
import * as memory from './memory/changes.ts';
import { freeFrames } from './memory/frames.ts';
import { objectOf, processByPid, spaceOf } from './memory/space.ts';
import * as swap from './memory/swapChanges.ts';
import * as predictions from './predictions/changes.ts';
import * as process from './process/changes.ts';
import type { Machine } from './state.ts';

type Changes = { readonly [T in Fact['type']]: (m: Machine, fact: Extract<Fact, { type: T }>) => void };

const nothing = (): void => {};

/** Fact → change. The type makes the table complete. */
const CHANGES: Changes = {
  Answered: nothing,
  VictimChosen: predictions.victimChosen,
  RequestRefused: nothing,
  Overridden: nothing,
  KernelSaid: nothing,
  Waited: nothing,
  DangerSignalled: nothing,
  ChargeDecided: (m, f) => {
    if (f.isGranted) m.committed += f.asked;
  },
  ChargeReleased: (m, f) => {
    m.committed -= f.pages;
  },
  ProcessStarted: process.processStarted,
  ProcessEnded: process.processEnded,
  ProcessReaped: process.processReaped,
  ProcessWaits: (m, f) => {
    processByPid(m, f.pid).state = 'waiting';
  },
  DeadlockFound: nothing,
  ThreadStarted: (m, f) => {
    processByPid(m, f.pid).threads.push(f.thread);
  },
  LockTaken: (m, f) => {
    spaceOf(m, f.space).locks.push({ name: f.lock, pid: f.pid, thread: f.thread, waiters: [] });
  },
  LockAwaited: process.lockAwaited,
  LockReleased: process.lockReleased,
  ParentSuspended: process.parentSuspended,
  ParentResumed: process.parentResumed,
  SpaceMade: memory.spaceMade,
  SpaceForked: memory.spaceForked,
  SpaceChanged: process.spaceChanged,
  SpaceFreed: memory.spaceFreed,
  RegionMapped: memory.regionMapped,
  RegionUnmapped: memory.regionUnmapped,
  RegionGrown: memory.regionGrown,
  RegionMoved: memory.regionMoved,
  RegionChanged: memory.regionChanged,
  BrkSet: (m, f) => {
    spaceOf(m, f.space).brkBytes = f.brkBytes;
  },
  ObjectMade: memory.objectMade,
  ZeroMapped: memory.zeroMapped,
  PagesMapped: memory.pagesMapped,
  PagesCopied: memory.pagesMapped,
  PagesSwappedIn: memory.pagesMapped,
  ObjectFilled: memory.objectFilled,
  ObjectSwappedIn: memory.objectFilled,
  ObjectMapped: memory.objectMapped,
  PagesTouched: memory.pagesTouched,
  SlotsForgotten: swap.slotsForgotten,
  PagesDropped: memory.pagesDropped,
  TablesMade: memory.tablesMade,
  TablesFreed: memory.tablesFreed,
  FileMapped: (m, f) => {
    const space = spaceOf(m, f.space);
    space.filePages = f.filePages;
    if (f.code !== undefined) space.code = f.code;
  },
  ObjectDropped: swap.objectDropped,
  ObjectSettled: (m, f) => {
    objectOf(m, f.object).owed = 0;
  },
  PagesRemapped: swap.pagesRemapped,
  FramesFreed: (m, f) => freeFrames(m, f.at, f.count),
  FramesSwappedOut: swap.framesSwappedOut,
  PagesGivenUp: swap.pagesGivenUp,
  FramesDirtied: swap.framesDirtied,
  FramesAged: swap.framesAged,
  FramesMarked: swap.framesMarked,
  SeatTaken: process.seatTaken,
  PredictionAsked: predictions.predictionAsked,
  AnswerSealed: predictions.answerSealed,
  PredictionClosed: predictions.predictionClosed,
  AnswersRevealed: predictions.answersRevealed,
  LimitSet: (m, f) => {
    processByPid(m, f.pid).limits[f.what] = f.value;
  },
  AdjustmentSet: (m, f) => {
    const process = processByPid(m, f.pid);
    process.oomScoreAdj = f.oomScoreAdj;
    if (f.floor !== undefined) process.traits.adjFloor = f.floor;
  },
  NiceSet: (m, f) => {
    processByPid(m, f.pid).nice = f.nice;
  },
  TraitsSet: (m, f) => {
    Object.assign(processByPid(m, f.pid).traits, structuredCopy(f.traits));
  },
  ProcessStopped: (m, { pid, pending }) => {
    processByPid(m, pid).traits.stop = { pending: [...pending] };
  },
  ProcessContinued: (m, f) => {
    delete processByPid(m, f.pid).traits.stop;
  },
  CpuUsed: (m, f) => {
    for (const { pid, jiffies } of f.used) {
      const { traits } = processByPid(m, pid);
      traits.cpuJiffies = (traits.cpuJiffies ?? 0) + jiffies;
    }
  },
  TunableSet: (m, f) => {
    m.tunables[f.name] = f.value;
  },
  WatermarksSet: (m, f) => {
    m.watermarks = { min: f.min, low: f.low, high: f.high };
  },
  KernelChanged: (m, f) => {
    // The description may be the caller's own: it is never changed in place.
    m.spec = { ...m.spec, policy: f.policy };
    m.tunables = structuredCopy(f.tunables);
    m.watermarks = structuredCopy(f.watermarks);
    m.boost = 0;
    m.killer = {};
  },
  SpecSettingSet: (m, f) => {
    m.spec = { ...m.spec, settings: { ...m.spec.settings, [f.name]: f.value } };
  },
  WatermarkBoosted: (m, f) => {
    m.boost = f.pages;
  },
  SwapSizeSet: (m, f) => {
    m.swapPages = f.pages;
  },
  GroupMade: process.groupMade,
  GroupSet: process.groupSet,
  GroupJoined: (m, f) => {
    processByPid(m, f.pid).group = f.group;
  },
  ProgramSet: (m, f) => {
    processByPid(m, f.pid).program = structuredCopy(f.program);
  },
  ProgramActed: process.programActed,
  ProgramRefused: nothing,
  ProgramKept: process.programKept,
  TickPassed: (m, f) => {
    m.tick = f.tick;
  },
  ClockSet: (m, f) => {
    m.isPaused = f.isPaused;
    m.ticksPerSecond = f.ticksPerSecond;
  },
  KillerSet: (m, f) => {
    Object.assign(m.killer, f.values);
  },
  Panicked: (m, f) => {
    m.panic = f.message;
  },
};

/** Plain data copied, so that no fact is ever part of the state. */
function structuredCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/**
 * Fold one fact into the machine, in place. Bookkeeping only: no policy is asked, nothing is drawn, nothing refused, so
 * that an old log gives the same machine for ever. Throws where a fact contradicts the machine: that log is broken.
 */
export function evolve(m: Machine, fact: Fact): void {
  const change = CHANGES[fact.type] as ((machine: Machine, fact: Fact) => void) | undefined;
  if (!change) throw new Error(`unknown fact ${fact.type}`);
  change(m, fact);
}
