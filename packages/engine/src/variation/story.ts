/** The fate of each process, updated entry by entry, for a recorded log and for a variation that is being made. */
import { answerOf, type KernelAnswer } from '../answers.ts';
import type { Command } from '../commands.ts';
import type { Entry } from '../entry.ts';
import type { CallResult } from '../facts.ts';
import { policyOf } from '../kernels/registry.ts';
import { liveProcess } from '../memory/space.ts';
import { deadlockOf, MAIN, stateNote, whyAsleep } from '../process/waits.ts';
import { refusalsIn } from '../refusals.ts';
import { commandText } from '../script/print.ts';
import type { Machine, Process } from '../state.ts';
import type { Cause, FailedCall, ProcessFate, ProcessOutcome } from './types.ts';

type Since = { at: number; seq: number };

/** `mapped`: what became of the last mmap of each region, by `process/region`, where it was not granted. */
export type Story = {
  outcomes: Map<string, ProcessOutcome>;
  /** Pid → key of its outcome, for those whose fate is still open. */
  open: Map<number, string>;
  /** Name → key of the latest birth that was asked for. */
  latest: Map<string, string>;
  refusals: FailedCall[];
  errors: FailedCall[];
  notGranted: Map<string, string>;
  asleepSince: Map<number, Since>;
  /** Processes whose last access found no memory, and sleep for it. */
  starved: Map<number, Since & { words: string }>;
  byProgram: Map<string, number>;
  inserted: number;
};

export function newStory(): Story {
  return {
    outcomes: new Map(),
    open: new Map(),
    latest: new Map(),
    refusals: [],
    errors: [],
    notGranted: new Map(),
    asleepSince: new Map(),
    starved: new Map(),
    byProgram: new Map(),
    inserted: 0,
  };
}

/** The name that a command gives to a process, or null. */
export function bornBy(command: Command): string | null {
  if (command.verb === 'spawn') return command.name;
  const isBirth = command.verb === 'fork' || command.verb === 'vfork' || command.verb === 'posix_spawn';
  return isBirth ? command.child : null;
}

/** One entry of the lane, which `m` has folded. `at`: where it stands in the main line. */
export function recordEntry(
  story: Story,
  m: Machine,
  { at, entry, isExtra }: { at: number; entry: Entry; isExtra: boolean },
): void {
  const { command, seq, actor } = entry;
  if (isExtra) story.inserted += 1;
  const key = (name: string): string => (isExtra ? `${name}@${at}+${story.inserted}` : `${name}@${at}`);
  // At a tick programs act, not the person who steps the clock.
  const isByPerson = actor !== 'system' && command.verb !== 'tick';
  let cause: Cause = { actor: actor === 'system' ? null : actor, process: null, call: command.verb };
  for (const fact of entry.facts) {
    if (fact.type === 'ProcessStarted') {
      const asked = bornBy(command) === fact.process ? key(fact.process) : programKey(story, fact.process);
      const owner = { uid: fact.uid, actor: ownerOf(m, fact.uid, actor) };
      setOutcome(story, { key: asked, process: fact.process, bornAt: at, owner, fate: { kind: 'lived' } });
      story.open.set(fact.pid, asked);
    } else if (fact.type === 'ProgramActed') {
      cause = { actor: actorOf(story, fact.pid), process: fact.process, call: fact.line };
    } else if (fact.type === 'VictimChosen') {
      const { pid, process, call } = fact.trigger;
      cause = { actor: isByPerson ? actor : actorOf(story, pid), process, call };
    } else if (fact.type === 'ProcessEnded') {
      const { pid, cause: how, status } = fact;
      const where = { at, seq };
      close(
        story,
        pid,
        how === 'exit'
          ? { kind: 'exited', ...where, status }
          : { kind: 'killed', ...where, how, signal: status, by: cause },
      );
    } else if (fact.type === 'ParentSuspended' || fact.type === 'ProcessWaits') {
      story.asleepSince.set(fact.pid, { at, seq });
    } else if (fact.type === 'LockAwaited' && fact.thread === MAIN) story.asleepSince.set(fact.pid, { at, seq });
  }
  remember(story, m, { at, entry, key });
}

/** An input that could no longer happen. */
export function passOver(
  story: Story,
  { at, command, reason }: { at: number; command: Command; reason: string },
): void {
  const name = bornBy(command);
  if (command.verb === 'mmap')
    story.notGranted.set(`${command.process}/${command.region}`, `its mmap at #${at} was skipped`);
  if (name === null || isStillOpen(story, name)) return;
  const fate: ProcessFate = { kind: 'skipped', at, seq: null, reason };
  setOutcome(story, { key: `${name}@${at}`, process: name, bornAt: at, owner: { uid: null, actor: null }, fate });
}

function isStillOpen(story: Story, name: string): boolean {
  return [...story.open.values()].includes(story.latest.get(name) ?? '');
}

function remember(
  story: Story,
  m: Machine,
  { at, entry, key }: { at: number; entry: Entry; key: (name: string) => string },
): void {
  const { command, seq, actor } = entry;
  const answer = answerOf(entry);
  const { result, kind } = answer;
  if (command.verb === 'mmap') {
    const region = `${command.process}/${command.region}`;
    if (kind === 'ok') story.notGranted.delete(region);
    else
      story.notGranted.set(
        region,
        `its mmap at #${at} ${kind === 'refusal' ? 'was refused' : 'failed'} with ${result}`,
      );
  }
  if (command.verb === 'touch') keepStarved(story, m, { ...answer, name: command.process, at, seq });
  recordFailures(story, { at, entry, answer });
  const name = bornBy(command);
  // A name that is taken is not a birth that failed.
  if (isDone(answer) || name === null || result === 'EEXIST' || isStillOpen(story, name)) return;
  const fate: ProcessFate = { kind: kind === 'refusal' ? 'refused' : 'failed', at, seq, errno: result };
  const owner = { uid: m.seats.find((seat) => seat.actor === actor)?.uid ?? null, actor };
  setOutcome(story, { key: key(name), process: name, bornAt: at, owner, fate });
}

const isDone = ({ kind }: KernelAnswer): boolean => kind === 'ok' || kind === 'killed';

function recordFailures(story: Story, { at, entry, answer }: { at: number; entry: Entry; answer: KernelAnswer }): void {
  const { seq, actor, command } = entry;
  const add = (list: FailedCall[], errno: CallResult, by: { actor: string; command: Command }): void => {
    list.push({ at, seq, actor: by.actor, line: commandText(by.command), verb: by.command.verb, errno });
  };
  for (const { command: asked, program, errno } of refusalsIn(entry)) {
    const owner = program && (actorOf(story, program.pid) ?? 'system');
    add(story.refusals, errno, { actor: owner ?? actor, command: asked ?? command });
  }
  if (answer.kind === 'error') add(story.errors, answer.result, { actor, command });
}

type Touched = Since & Pick<KernelAnswer, 'result' | 'detail'> & { name: string };

/** A running process whose access answers EAGAIN sleeps until a page is free. SPEC [CG-7] */
function keepStarved(story: Story, m: Machine, { name, result, detail, at, seq }: Touched): void {
  const process = liveProcess(m, name);
  if (process?.state !== 'running') return;
  if (result !== 'EAGAIN') story.starved.delete(process.pid);
  else if (!story.starved.has(process.pid))
    story.starved.set(process.pid, { at, seq, words: detail ?? 'waits for memory' });
}

function setOutcome(story: Story, outcome: ProcessOutcome): void {
  story.outcomes.set(outcome.key, outcome);
  story.latest.set(outcome.process, outcome.key);
}

/** A program names its children itself: the n-th of a name. */
function programKey(story: Story, name: string): string {
  const n = (story.byProgram.get(name) ?? 0) + 1;
  story.byProgram.set(name, n);
  return `${name}~${n}`;
}

function ownerOf(m: Machine, uid: number, actor: string): string | null {
  const seats = m.seats.filter((seat) => seat.uid === uid);
  return (seats.find((seat) => seat.actor === actor) ?? seats[0])?.actor ?? null;
}

function actorOf(story: Story, pid: number): string | null {
  return story.outcomes.get(story.open.get(pid) ?? '')?.owner.actor ?? null;
}

function close(story: Story, pid: number, fate: ProcessFate): void {
  const outcome = story.outcomes.get(story.open.get(pid) ?? '');
  story.open.delete(pid);
  if (outcome) outcome.fate = fate;
}

/** The fate of each process at the end of the lane. A process that lives but does not run hangs. SPEC [VAR-12] */
export function conclude(story: Story, m: Machine): ProcessOutcome[] {
  for (const [pid, key] of story.open) {
    const process = m.processes.find((p) => p.pid === pid);
    const outcome = story.outcomes.get(key);
    if (process && outcome) outcome.fate = hungFate(story, m, process) ?? { kind: 'lived' };
  }
  return [...story.outcomes.values()];
}

function hungFate(story: Story, m: Machine, process: Process): ProcessFate | null {
  const waits = { m, stopsThreads: policyOf(m.spec.policy).vforkStopsThreads === true };
  const since = story.asleepSince.get(process.pid) ?? { at: m.seq, seq: m.seq };
  const starved = story.starved.get(process.pid);
  if (starved) return { kind: 'hung', at: starved.at, seq: starved.seq, how: 'memory', words: starved.words };
  const words = whyAsleep(waits, process);
  if (words === null) return threadFate(waits, process, since);
  const how = { suspended: 'vfork', blocked: 'lock', waiting: 'wait' } as const;
  const isDeadlock = deadlockOf(waits, process, MAIN) !== null;
  return { kind: 'hung', ...since, how: isDeadlock ? 'deadlock' : how[process.state as keyof typeof how], words };
}

/** A process whose first thread runs hangs where another of its threads is part of a deadlock. */
function threadFate(waits: Parameters<typeof whyAsleep>[0], process: Process, since: Since): ProcessFate | null {
  const isDeadlock = process.threads.some((thread) => deadlockOf(waits, process, thread) !== null);
  return isDeadlock ? { kind: 'hung', ...since, how: 'deadlock', words: stateNote(waits, process) ?? '' } : null;
}
