import {
  type Command,
  commandText,
  type Entry,
  factsOf,
  isLate,
  isRight,
  type MachineSpec,
  notePrediction,
  type Prediction,
} from '@overcommit/engine';
import {
  actingProcess,
  createReader,
  PLATFORM,
  pagesTaken,
  type Reading,
  type RefusalFact,
  seatingOf,
} from '@overcommit/reading';

/** A log as grading reads it: the spec of its header, and its entries from 1 on. */
export type LogSource = { spec: MachineSpec; entries: readonly Entry[] };

export const KB_PER_PAGE = 4;

/** One command that a person sent. Every field is always there, so that a predicate never trips over a missing one. */
export type EntryRow = {
  seq: number;
  tick: number;
  actor: string;
  verb: string;
  process: string;
  child: string;
  region: string;
  line: string;
  result: string;
  ok: boolean;
  pages: number;
  /** Pages read back from swap in this entry. */
  swappedInPages: number;
  /** Names of the processes that ended in this entry, for any reason. */
  died: string[];
  /** What its process waits for from this entry on: `lock`, `deadlock` (a circle of waits), or nothing. */
  waits: '' | 'lock' | 'deadlock';
};
export type KillRow = {
  seq: number;
  tick: number;
  victim: string;
  /** Actor whose process died; '' for the system's own. */
  victimOwner: string;
  trigger: string;
  /** Actor whose command (or whose process, at a tick) asked for the page. */
  triggerOwner: string;
  points: number;
  /** How much less the victim would have had to hold to live; −1 without another candidate. */
  marginKb: number;
  policy: string;
  cgroup: string;
};
/** Refusals of memory; an error of use, a caller that is asleep or a limit on processes is in `entries` only. */
export type RefusalRow = {
  seq: number;
  tick: number;
  /** Who was refused; of a program, whose process it is. */
  actor: string;
  verb: string;
  process: string;
  errno: string;
  askedKb: number;
  /** What counted against the limit before. */
  promisedKb: number;
  /** −1 = no limit in kB. Logs before 0.5.0 have none for RLIMIT_AS and its like. */
  limitKb: number;
};
export type ForkRow = {
  seq: number;
  tick: number;
  actor: string;
  verb: string;
  parent: string;
  child: string;
  ok: boolean;
  errno: string;
  askedKb: number;
  /** Entry in which the child called exec; 0 if it never did. */
  execedAt: number;
};
/** A member's answer to a question to the class. What is not revealed yet is '' and not right; what came late is not right. */
export type PredictionRow = {
  /** The entry of the (last) answer. */
  seq: number;
  actor: string;
  /** The id of the lab's prompt, or `next` for “who dies next?”. */
  prompt: string;
  answer: string;
  right: boolean;
  askedAt: number;
  /** 0 = not revealed. */
  revealedAt: number;
  /** The entry that showed what is right; 0 = nothing did. */
  decidedAt: number;
};

/** Pages that came into use at a person's request, in one entry. */
export type TakenRow = { seq: number; actor: string; pages: number };

/** What the students of a machine did. What staff did is in `staff` alone: it earns no student a point, and costs none. */
export type Projections = {
  entries: EntryRow[];
  /** Commands of staff seats and lines that were typed as an override. */
  staff: EntryRow[];
  taken: TakenRow[];
  kills: KillRow[];
  refusals: RefusalRow[];
  forks: ForkRow[];
  predictions: PredictionRow[];
  /** Number of the last entry of the whole log, ticks and seats included. */
  last: number;
};

const textOf = (command: Command, member: string): string => {
  const value: unknown = (command as Record<string, unknown>)[member];
  return typeof value === 'string' ? value : '';
};

function waitsOf(entry: Entry): EntryRow['waits'] {
  if (factsOf(entry, 'DeadlockFound').length > 0) return 'deadlock';
  return factsOf(entry, 'LockAwaited').length > 0 ? 'lock' : '';
}

const swappedIn = ({ facts }: Entry): number =>
  facts.reduce(
    (sum, fact) => (fact.type === 'PagesSwappedIn' || fact.type === 'ObjectSwappedIn' ? sum + fact.count : sum),
    0,
  );

function entryRow({ entry, answer }: Pick<Reading, 'entry' | 'answer'>): EntryRow {
  const { command } = entry;
  return {
    seq: entry.seq,
    tick: entry.tick,
    actor: entry.actor,
    verb: command.verb,
    process: actingProcess(command),
    child: textOf(command, 'child'),
    region: textOf(command, 'region'),
    line: commandText(command),
    result: answer.result,
    ok: answer.kind === 'ok',
    pages: answer.pages ?? 0,
    swappedInPages: swappedIn(entry),
    died: factsOf(entry, 'ProcessEnded').map((fact) => fact.process),
    waits: waitsOf(entry),
  };
}

function killRows({ entry: { seq, tick }, kills }: Reading): KillRow[] {
  return kills.map(({ victim, trigger, causedBy, runnerUp, group, fact }) => ({
    seq,
    tick,
    victim: victim.process,
    victimOwner: victim.owner ?? '',
    trigger: trigger.process,
    triggerOwner: causedBy ?? '',
    points: victim.points,
    marginKb: runnerUp === null ? -1 : runnerUp.marginPages * KB_PER_PAGE,
    policy: fact.policy,
    cgroup: group ?? '',
  }));
}

function refusalRows({ entry: { seq, tick }, refusals }: Reading): RefusalRow[] {
  return refusals.map(({ actor, verb, process, errno, fact }) => ({
    seq,
    tick,
    actor: actor ?? PLATFORM,
    verb,
    process,
    errno,
    ...sumOf(fact),
  }));
}

/** A limit on mappings has no size in kB. */
function sumOf(fact: RefusalFact | null): Pick<RefusalRow, 'askedKb' | 'promisedKb' | 'limitKb'> {
  if (!fact || (fact.type === 'RequestRefused' && fact.unit !== 'pages'))
    return { askedKb: 0, promisedKb: 0, limitKb: -1 };
  return {
    askedKb: fact.asked * KB_PER_PAGE,
    promisedKb: fact.counted * KB_PER_PAGE,
    limitKb: fact.limit === null ? -1 : fact.limit * KB_PER_PAGE,
  };
}

function forkRow({ entry, answer }: Reading): ForkRow | null {
  const { command } = entry;
  if (command.verb !== 'fork' && command.verb !== 'vfork' && command.verb !== 'posix_spawn') return null;
  const asked = factsOf(entry, 'ChargeDecided').reduce((sum, fact) => sum + fact.asked, 0);
  const isOk = answer.kind === 'ok';
  return {
    seq: entry.seq,
    tick: entry.tick,
    actor: entry.actor,
    verb: command.verb,
    parent: command.parent,
    child: command.child,
    ok: isOk,
    errno: isOk ? '' : answer.result,
    askedKb: asked * KB_PER_PAGE,
    execedAt: 0,
  };
}

/** A name can be used again, so an exec belongs to the newest fork of that name. */
function noteExec(forks: ForkRow[], { entry, answer }: Reading): void {
  if (entry.command.verb !== 'exec' || answer.kind !== 'ok') return;
  const name = entry.command.process;
  const fork = forks.filter((row) => row.ok && row.child === name).at(-1);
  if (fork && fork.execedAt === 0) fork.execedAt = entry.seq;
}

function predictionRows(prediction: Prediction): PredictionRow[] {
  const { topic, askedAt, revealedAt, decidedAt, sealed, answers } = prediction;
  return sealed.map(({ actor, at }) => {
    const answer = answers.find((one) => one.actor === actor)?.answer;
    return {
      seq: at,
      actor,
      prompt: topic,
      answer: answer ?? '',
      right: answer !== undefined && isRight(prediction, answer) === true && !isLate(prediction, at),
      askedAt,
      revealedAt: revealedAt ?? 0,
      decidedAt: decidedAt ?? 0,
    };
  });
}

/** Who is staff on the machine, as far as the log was read. */
type Staff = Set<string>;

function noteStaff(staff: Staff, facts: Entry['facts']): void {
  for (const fact of facts)
    if (fact.type === 'SeatTaken' && fact.role === 'staff') staff.add(fact.actor);
    else if (fact.type === 'SeatTaken') staff.delete(fact.actor);
}

/** A tick that staff let pass is the machine's own doing: what happens in it belongs to the programs. */
function isByStaff({ actor, command, facts }: Entry, staff: Staff): boolean {
  return (staff.has(actor) && command.verb !== 'tick') || facts.some((fact) => fact.type === 'Overridden');
}

function addWork(found: Projections, reading: Reading, staff: Staff): void {
  const isTheirs = (actor: string) => !staff.has(actor);
  found.kills.push(...killRows(reading).filter((kill) => isTheirs(kill.triggerOwner)));
  found.refusals.push(...refusalRows(reading).filter((refusal) => isTheirs(refusal.actor)));
  if (reading.isTyped) found.entries.push(entryRow(reading));
  const fork = forkRow(reading);
  if (fork) found.forks.push(fork);
}

const nothing = (): Projections => ({
  entries: [],
  staff: [],
  taken: [],
  kills: [],
  refusals: [],
  forks: [],
  predictions: [],
  last: 0,
});

/**
 * What a rubric may ask about, computed from the entries alone, in one pass.
 * @param by `all`: what staff did stands among the rest, as for a question to the class
 */
export function project(log: LogSource, by: 'students' | 'all' = 'students'): Projections {
  const found = nothing();
  const seating = seatingOf();
  const reader = createReader(seating);
  const staff: Staff = new Set();
  const predictions: Prediction[] = [];
  for (const entry of log.entries) {
    notePrediction(predictions, entry);
    if (by === 'students') noteStaff(staff, entry.facts);
    found.last = entry.seq;
    const reading = reader.read(entry);
    if (by === 'all' || !isByStaff(entry, staff)) {
      addWork(found, reading, staff);
      const taken = pagesTaken(entry, seating).filter(({ actor }) => !staff.has(actor));
      found.taken.push(...taken.map((one) => ({ seq: entry.seq, ...one })));
    } else if (reading.isTyped) found.staff.push(entryRow(reading));
    noteExec(found.forks, reading);
  }
  found.predictions = predictions.flatMap(predictionRows).filter(({ actor }) => !staff.has(actor));
  return found;
}
