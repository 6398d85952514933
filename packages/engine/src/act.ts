import type { Command } from './commands.ts';
import { evolve } from './evolve.ts';
import type { CallResult, Fact, FailureKind } from './facts.ts';
import type { Policy } from './kernels/policy.ts';
import type { Machine, Process, Seat } from './state.ts';

/** One command being carried out: the machine as far as it has got, and what has happened so far. */
export type Act = {
  m: Machine;
  policy: Policy;
  facts: Fact[];
  command: Command;
  seat: Seat;
  /** Whether background reclaim was woken on the way. */
  hasShortage: boolean;
  /** [SW-2] Nothing more goes to the swap: it is being emptied. */
  isSwapGoing?: true;
  /** The killer chose the command that empties it. */
  isSwapOffChosen?: true;
  /** Why the process that needs memory sleeps, when there is no page and no process is killed for it: the command ends there. */
  stalled?: string;
  /** More facts than this one command may not make. */
  mostFacts?: number;
};

/** One command set off more than its caller can take; the machine is left half-way. */
export class TooManyFacts extends Error {
  override name = 'TooManyFacts';
}

/** What a call answers: `pages` for accesses, `detail` in words where the errno alone does not tell. */
export type Answer = { result: CallResult; kind?: FailureKind; pages?: number; detail?: string };

export const OK: Answer = { result: 'ok' };

/** The call fails; whether memory was refused, the facts of the call say: see `kindOfAnswer`. */
export function fails(result: CallResult, detail?: string): Answer {
  return detail === undefined ? { result } : { result, detail };
}

/** Memory was asked for and is not given, for a reason that has no decision of its own. */
export function refuses(result: CallResult, detail?: string): Answer {
  return { ...fails(result, detail), kind: 'refusal' };
}

/**
 * [ANS-1] Which kind of failure an answer is, as facts carry it: nothing for a call that succeeded or whose process died.
 * @param from the first fact of the call
 */
export function kindOfAnswer({ facts }: Act, { result, kind }: Answer, from: number): { kind?: FailureKind } {
  if (result === 'ok' || result === 'killed') return {};
  if (kind !== undefined) return { kind };
  const isRefused = facts.slice(from).some((fact) => fact.type === 'ChargeDecided' && !fact.isGranted);
  return { kind: isRefused ? 'refusal' : 'error' };
}

/** It happened: fold it and remember it. */
export function emit(act: Act, fact: Fact): void {
  if (act.mostFacts !== undefined && act.facts.length >= act.mostFacts) throw new TooManyFacts();
  evolve(act.m, fact);
  act.facts.push(fact);
}

/** init is part of the booted machine and no row of its list. */
export const INIT_PID = 1;

/** Alive and not asleep for lack of memory: its command can go on. */
export function isAlive(act: Act, pid: number): boolean {
  if (act.stalled !== undefined) return false;
  return pid === INIT_PID || act.m.processes.some((p) => p.pid === pid && p.state !== 'zombie');
}

/** Who needs memory, for the facts about a shortage. */
export type Requester = { process: Process; call: string };
