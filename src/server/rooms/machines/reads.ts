import {
  type CommitView,
  commitStatement,
  digest,
  frameMap,
  listProcesses,
  type Machine,
  type MachineSpec,
  NOBODY,
  needsTicks,
  type OpenPrediction,
  type Seat,
} from '@overcommit/engine';
import { type Seating, seatingOf, type Use, usedByOwner } from '@overcommit/reading';

const MOST_VICTIMS = 23;

/** A machine at one entry, for the wall. Sizes in pages. */
export type MachineFigures = {
  seq: number;
  tick: number;
  isPaused: boolean;
  hasCrashed: boolean;
  ramPages: number;
  swapPages: number;
  promisedPages: number;
  limitPages: number;
  isEnforced: boolean;
  usedPages: number;
  /** The same by owner; null = the system's own. */
  usedBy: Use[];
  processes: number;
  /** Questions whose answers are not revealed yet. */
  openQuestions: number;
};

/**
 * What can be asked of a machine in memory, by name: the machine may be in another thread, so a function cannot be sent
 * to it. Each answer is a copy.
 */
export const MACHINE_READS = {
  figures: (m: Machine): { figures: MachineFigures; seating: Seating } => ({
    figures: figuresOf(m),
    seating: seatingOf(m),
  }),
  /** Questions whose answers are not revealed yet. */
  predictions: (m: Machine): OpenPrediction[] => m.predictions ?? [],
  /** Living processes in the order of their start, then “nobody”; empty if no process is alive. */
  victimChoices,
  /** Seats whose actors have not answered an open question; empty if it is not open. */
  unanswered({ predictions, seats }: Machine, prompt: string): Seat[] {
    const open = predictions?.find((one) => one.prompt === prompt);
    const answered = new Set(open?.seals.map(({ actor }) => actor));
    return open ? seats.filter(({ actor }) => !answered.has(actor)) : [];
  },
  spec: ({ spec }: Machine): MachineSpec => spec,
  /** How fast it ticks; null while it does not: paused, in panic, or with nothing on it that acts at ticks. */
  pace: paceOf,
  seats: (m: Machine): { seq: number; seats: Seat[] } => ({ seq: m.seq, seats: m.seats }),
  digest: (m: Machine): { seq: number; digest: string } => ({ seq: m.seq, digest: digest(m) }),
} as const;

type Reads = typeof MACHINE_READS;
export type ReadName = keyof Reads;
export type ReadArgs<N extends ReadName> = Parameters<Reads[N]> extends [Machine, ...infer A] ? A : never;
export type ReadAnswer<N extends ReadName> = ReturnType<Reads[N]>;

function figuresOf(machine: Machine): MachineFigures {
  const commit = commitStatement(machine);
  return {
    seq: machine.seq,
    tick: machine.tick,
    isPaused: machine.isPaused,
    hasCrashed: machine.panic !== null,
    ramPages: commit.ramPages,
    swapPages: commit.swapTotalPages,
    ...promisesOf(commit),
    isEnforced: commit.isEnforced,
    usedPages: commit.ramPages - commit.freePages + commit.swapUsedPages,
    usedBy: usedByOwner(frameMap(machine)),
    processes: machine.processes.filter(({ state }) => state !== 'zombie').length,
    openQuestions: machine.predictions?.length ?? 0,
  };
}

/** Where requests are held against paging space, as the gauge shows it. */
function promisesOf({ pagingSpace, isEnforced, committedPages, limitPages }: CommitView) {
  return pagingSpace && isEnforced
    ? { promisedPages: pagingSpace.used, limitPages: pagingSpace.total }
    : { promisedPages: committedPages, limitPages };
}

function victimChoices(machine: Machine): string[] {
  const byDanger = listProcesses(machine).sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || a.pid - b.pid);
  // The order must not tell who is next.
  const shown = byDanger.filter(({ name }) => name !== NOBODY).slice(0, MOST_VICTIMS);
  const names = shown.sort((a, b) => a.pid - b.pid).map(({ name }) => name);
  return names.length === 0 ? [] : [...names, NOBODY];
}

function paceOf(machine: Machine): { tick: number; everyMs: number } | null {
  if (machine.isPaused || machine.panic !== null || machine.ticksPerSecond <= 0 || !needsTicks(machine)) return null;
  return { tick: machine.tick, everyMs: Math.round(1000 / machine.ticksPerSecond) };
}
