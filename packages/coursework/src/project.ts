import {
  type Command,
  commandText,
  type Entry,
  type Fact,
  isLate,
  isPlatformVerb,
  isRight,
  type MachineSpec,
  notePrediction,
  type Prediction,
} from '@overcommit/engine';

/** A log as grading reads it: the spec of its header, and its entries from 1 on. */
export type LogSource = { spec: MachineSpec; entries: readonly Entry[] };

export const KB_PER_PAGE = 4;
const PLATFORM = 'system';

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
  /** Names of the processes that ended in this entry, for whatever reason. */
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
export type RefusalRow = {
  seq: number;
  tick: number;
  actor: string;
  verb: string;
  process: string;
  errno: string;
  askedKb: number;
  promisedKb: number;
  /** −1 where no limit was met (EAGAIN for a process too many, say). */
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

export type Projections = {
  entries: EntryRow[];
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

const factsOf = <T extends Fact['type']>(entry: Entry, type: T): Extract<Fact, { type: T }>[] =>
  entry.facts.filter((fact): fact is Extract<Fact, { type: T }> => fact.type === type);

const isTyped = (entry: Entry): boolean => entry.actor !== PLATFORM && !isPlatformVerb(entry.command.verb);

function actorText(command: Command): string {
  if (command.verb === 'spawn') return command.name;
  return textOf(command, 'process') || textOf(command, 'parent');
}

function waitsOf(entry: Entry): EntryRow['waits'] {
  if (factsOf(entry, 'DeadlockFound').length > 0) return 'deadlock';
  return factsOf(entry, 'LockAwaited').length > 0 ? 'lock' : '';
}

function entryRow(entry: Entry): EntryRow {
  const { command } = entry;
  const answer = factsOf(entry, 'Answered').at(-1);
  return {
    seq: entry.seq,
    tick: entry.tick,
    actor: entry.actor,
    verb: command.verb,
    process: actorText(command),
    child: textOf(command, 'child'),
    region: textOf(command, 'region'),
    line: commandText(command),
    result: answer?.result ?? 'ok',
    ok: (answer?.result ?? 'ok') === 'ok',
    pages: answer?.pages ?? 0,
    died: factsOf(entry, 'ProcessEnded').map((fact) => fact.process),
    waits: waitsOf(entry),
  };
}

function killRows(entry: Entry, owners: ReadonlyMap<number, string>): KillRow[] {
  return factsOf(entry, 'VictimChosen').map((fact) => {
    const uidOf = (pid: number): number | undefined => fact.candidates.find((one) => one.pid === pid)?.uid;
    const ownerOf = (pid: number): string => owners.get(uidOf(pid) ?? -1) ?? '';
    return {
      seq: entry.seq,
      tick: entry.tick,
      victim: fact.victim.process,
      victimOwner: ownerOf(fact.victim.pid),
      trigger: fact.trigger.process,
      triggerOwner: entry.actor === PLATFORM ? ownerOf(fact.trigger.pid) : entry.actor,
      points: fact.victim.points,
      marginKb: fact.runnerUp === null ? -1 : fact.runnerUp.marginPages * KB_PER_PAGE,
      policy: fact.policy,
      cgroup: fact.scope === 'machine' ? '' : fact.scope.cgroup,
    };
  });
}

/** ENOMEM and EAGAIN: the kernel was asked for something that it might have given, and did not. */
function refusalRow(entry: Entry): RefusalRow | null {
  const answer = factsOf(entry, 'Answered').at(-1)?.result;
  const decision = factsOf(entry, 'ChargeDecided').find((fact) => !fact.isGranted);
  const errno = decision?.errno ?? answer;
  if (errno !== 'ENOMEM' && errno !== 'EAGAIN') return null;
  return {
    seq: entry.seq,
    tick: entry.tick,
    actor: entry.actor,
    verb: entry.command.verb,
    process: actorText(entry.command),
    errno,
    askedKb: (decision?.asked ?? 0) * KB_PER_PAGE,
    promisedKb: (decision?.counted ?? 0) * KB_PER_PAGE,
    limitKb: decision?.limit == null ? -1 : decision.limit * KB_PER_PAGE,
  };
}

function forkRow(entry: Entry): ForkRow | null {
  const { command } = entry;
  if (command.verb !== 'fork' && command.verb !== 'vfork' && command.verb !== 'posix_spawn') return null;
  const row = entryRow(entry);
  const asked = factsOf(entry, 'ChargeDecided').reduce((sum, fact) => sum + fact.asked, 0);
  return {
    seq: entry.seq,
    tick: entry.tick,
    actor: entry.actor,
    verb: command.verb,
    parent: command.parent,
    child: command.child,
    ok: row.ok,
    errno: row.ok ? '' : row.result,
    askedKb: asked * KB_PER_PAGE,
    execedAt: 0,
  };
}

/** Names may be used again, so an exec belongs to the newest fork of that name. */
function noteExec(forks: ForkRow[], entry: Entry): void {
  if (entry.command.verb !== 'exec' || !entryRow(entry).ok) return;
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

/** What a rubric may ask about, computed from the entries alone, in one pass. */
export function project(log: LogSource): Projections {
  const found: Projections = { entries: [], kills: [], refusals: [], forks: [], predictions: [], last: 0 };
  const owners = new Map<number, string>();
  const predictions: Prediction[] = [];
  for (const entry of log.entries) {
    notePrediction(predictions, entry);
    found.last = entry.seq;
    for (const seat of factsOf(entry, 'SeatTaken')) owners.set(seat.uid, seat.actor);
    found.kills.push(...killRows(entry, owners));
    if (isTyped(entry)) found.entries.push(entryRow(entry));
    const refusal = refusalRow(entry);
    if (refusal) found.refusals.push(refusal);
    const fork = forkRow(entry);
    if (fork) found.forks.push(fork);
    noteExec(found.forks, entry);
  }
  found.predictions = predictions.flatMap(predictionRows);
  return found;
}
