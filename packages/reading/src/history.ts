import {
  answerOf,
  type BadAccess,
  commandText,
  type Entry,
  type Fact,
  type FactOf,
  type ForkAsk,
  type FrameMapView,
  factsOf,
  frameMap,
  isOverride,
  isRefusalFact,
  type Machine,
  type Prediction,
  pagingSpaceOf,
  type RefusalFact,
  type TellingEntry,
  tellingOf,
} from '@overcommit/engine';
import { type Activities, addActivities, noteActivity } from './activity.ts';
import type { Decision, Listener, RefusalOutcome } from './decision.ts';
import type { Contexts } from './decisionContext.ts';
import { isKillFact } from './kills.ts';
import type { Loss } from './losses.ts';
import { readEntry } from './reader.ts';
import type { LimitFact } from './refusals.ts';
import { type Seating, seatingOf } from './seating.ts';
import { answerWord, detailWords } from './sentences/answer.ts';
import { badAccessWords } from './sentences/badAccess.ts';
import { refusalTitle } from './sentences/refusal.ts';
import { warningSentence } from './sentences/warning.ts';
import { type KindUse, type ProcessUse, type Use, usedByKind, usedByOwner, usedByProcess } from './usage.ts';

export type Marker = { seq: number; kind: 'kill' | 'refusal' | 'warning' | 'setting' | 'prediction'; label: string };
/** `loss`: what a kill gave back to the machine; null = no kill for memory, or not computed. */
export type Death = { seq: number; actor: string; line: string; fact: FactOf<'ProcessEnded'>; loss: Loss | null };
/** Promised and used pages after an entry, what is used divided three ways; null = the system's own (kernel, page tables, files). `pagingPages`: slots of paging space taken, on a kernel that watches it. */
export type Sample = {
  seq: number;
  promisedPages: number;
  byOwner: Use[];
  byProcess: ProcessUse[];
  byKind: KindUse[];
  pagingPages: number | null;
};
/** What the shell shows of an entry. */
export type ShellEntry = {
  seq: number;
  actor: string;
  line: string;
  result: string;
  isOk: boolean;
  detail: string | null;
  /** The headline of each report. */
  kernelLines: string[];
  isKill: boolean;
};
/** All that the kernel printed with an entry. */
export type KernelReport = { seq: number; tick: number; lines: string[] };

/** What is kept of a log while it is folded; every list is in the order of entries. */
export type History = {
  decisions: Decision[];
  markers: Marker[];
  deaths: Death[];
  samples: Sample[];
  shell: ShellEntry[];
  reports: KernelReport[];
  activity: Activities;
  seating: Seating;
  /** The questions to the class at the entry before `telling` begins. */
  asked: Prediction[];
  /** The entries that say something about questions to the class: their own facts, and the kills that decide them. */
  telling: TellingEntry[];
};

const MAX_SAMPLES = 1200;
const MAX_SHELL = 2000;
const MAX_REPORTS = 200;

/** @param machine where the log is read from its middle: the machine before the first entry that is read, or later */
export const emptyHistory = (machine?: Machine): History => ({
  decisions: [],
  markers: [],
  deaths: [],
  samples: [],
  shell: [],
  reports: [],
  activity: new Map(),
  seating: seatingOf(machine),
  asked: [],
  telling: [],
});

/** What `foldEntry` computed while the machine was as it was before each fact. */
export type Findings = {
  contexts: Contexts;
  /** What lay where its access ended. */
  badAccess: BadAccess | null;
  /** What each kill gave back. */
  losses: ReadonlyMap<Fact, Loss>;
  /** Who acts on each warning. */
  listeners: ReadonlyMap<Fact, Listener[]>;
  /** What each refused fork asked for in all. */
  asks: ReadonlyMap<Fact, ForkAsk>;
  /** A refusal by a limit, in a log that has no fact for it. */
  ownLimit: LimitFact | null;
};

const NO_FINDINGS: Findings = {
  contexts: new Map(),
  asks: new Map(),
  listeners: new Map(),
  ownLimit: null,
  badAccess: null,
  losses: new Map(),
};

/** Adds one entry. O(facts of the entry). */
export function recordEntry(history: History, entry: Entry, findings: Findings = NO_FINDINGS): void {
  const telling = tellingOf(entry);
  if (telling) history.telling.push(telling);
  noteActivity(history.activity, readEntry(entry, history.seating));
  // An answer to a question is not a command, and says nothing yet.
  if (entry.command.verb === 'seal') return;
  const line = lineOf(entry);
  recordDecisions(history, entry, { line, ...findings });
  recordCommand(history, entry, line);
  for (const fact of factsOf(entry, 'ProcessEnded'))
    history.deaths.push({ seq: entry.seq, actor: entry.actor, line, fact, loss: findings.losses.get(fact) ?? null });
  recordShell(history, entry, { line, ...findings });
}

/** As it was typed; a comment says where staff overrode what its owner may do. */
const lineOf = (entry: Entry): string =>
  isOverride(entry) ? `${commandText(entry.command)} # override` : commandText(entry.command);

function recordDecisions(history: History, entry: Entry, found: Findings & { line: string }): void {
  const { seq, tick, actor, policy } = entry;
  const { contexts, asks, listeners, ownLimit, line } = found;
  const facts = ownLimit ? [ownLimit, ...entry.facts] : entry.facts;
  for (const [at, fact] of facts.entries()) {
    const about = { seq, tick, actor, line, policy, context: contexts.get(fact) ?? null };
    if (isKillFact(fact)) {
      history.decisions.push({ ...about, kind: 'kill', fact, kernelLines: reportAfter(facts, at) });
      history.markers.push({ seq, kind: 'kill', label: `${fact.victim.process} killed` });
    } else if (isRefusalFact(fact)) {
      const outcome = outcomeOf(fact, facts.slice(at + 1));
      history.decisions.push({ ...about, kind: 'refusal', fact, outcome, ask: asks.get(fact) ?? null });
      history.markers.push({ seq, kind: 'refusal', label: refusalTitle({ fact, outcome }) });
    } else if (fact.type === 'DangerSignalled') {
      history.decisions.push({ ...about, kind: 'warning', fact, listeners: listeners.get(fact) ?? null });
      history.markers.push({ seq, kind: 'warning', label: 'SIGDANGER to all' });
    } else if (fact.type === 'Panicked') {
      history.markers.push({ seq, kind: 'kill', label: `kernel panic: ${fact.message}` });
    }
  }
}

/** @param after the facts behind the refusal; what the next program does in the same tick is none of it */
function outcomeOf({ pid, errno }: RefusalFact, after: readonly Fact[]): RefusalOutcome {
  for (const fact of after) {
    if (fact.type === 'ProgramActed') break;
    if (fact.type === 'ProcessEnded' && fact.pid === pid) return { kind: 'ended', signal: fact.status };
    if (fact.type === 'Answered' || fact.type === 'ProgramRefused')
      return { kind: 'answered', result: fact.result, ...(fact.detail === undefined ? {} : { detail: fact.detail }) };
  }
  return { kind: 'answered', result: errno ?? 'ok' };
}

function recordCommand({ markers }: History, { seq, command }: Entry, line: string): void {
  if (command.verb === 'ask') markers.push({ seq, kind: 'prediction', label: `asked: ${command.question}` });
  if (command.verb === 'reveal') markers.push({ seq, kind: 'prediction', label: 'answers revealed' });
  if (command.verb === 'sysctl') markers.push({ seq, kind: 'setting', label: line });
}

/** What the kernel said about a choice follows it. */
function reportAfter(facts: Entry['facts'], at: number): string[] {
  const next = facts[at + 1];
  return next?.type === 'KernelSaid' ? next.lines : [];
}

const reportsOf = (entry: Entry): string[][] => factsOf(entry, 'KernelSaid').map(({ lines }) => lines);

/** The line of a report that says what happened. */
export const headline = (lines: string[]): string => lines.find((l) => /killed process/i.test(l)) ?? lines[0] ?? '';

type Said = Findings & { line: string };

function recordShell(history: History, entry: Entry, { line, ownLimit, asks, badAccess }: Said): void {
  const { seq, tick, actor } = entry;
  const reports = reportsOf(entry);
  if (reports.length > 0) history.reports.push({ seq, tick, lines: reports.flat() });
  if (history.reports.length > MAX_REPORTS) history.reports.splice(0, MAX_REPORTS / 4);
  const isQuiet = reports.length === 0 && factsOf(entry, 'DangerSignalled').length === 0;
  if (entry.command.verb === 'tick' && isQuiet) return;
  const answer = answerOf(entry);
  const refusal = ownLimit ?? entry.facts.find(isRefusalFact) ?? null;
  history.shell.push({
    seq,
    actor,
    line,
    result: answerWord(entry),
    isOk: answer.kind === 'ok',
    detail:
      [detailWords(answer, refusal, refusal && asks.get(refusal)), badAccess && badAccessWords(badAccess)]
        .filter((one) => one !== null)
        .join('; ') || null,
    kernelLines: [...factsOf(entry, 'DangerSignalled').map(warningSentence), ...reports.map(headline)],
    isKill: entry.facts.some(isKillFact),
  });
  if (history.shell.length > MAX_SHELL) history.shell.splice(0, MAX_SHELL / 4);
}

/** Adds how memory is divided now. Halves its resolution when it grows long, so that a term's log still fits. */
export function sample(history: History, machine: Machine, frames: FrameMapView = frameMap(machine)): void {
  const names = new Map(machine.processes.map((p) => [p.pid, p.name]));
  history.samples.push({
    seq: machine.seq,
    promisedPages: machine.committed,
    byOwner: usedByOwner(frames),
    byProcess: usedByProcess(frames, names),
    byKind: usedByKind(frames),
    pagingPages: pagingSpaceOf(machine)?.used ?? null,
  });
  if (history.samples.length > MAX_SAMPLES)
    history.samples = history.samples.filter((_, i) => i % 2 === 0 || i > MAX_SAMPLES - 40);
}

/** The part of an ordered list up to and including entry `seq`. O(log n) + copy; the same list when nothing is later. */
export function upTo<T extends { seq: number }>(list: T[], seq: number): T[] {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] as T).seq <= seq) low = middle + 1;
    else high = middle;
  }
  return low === list.length ? list : list.slice(0, low);
}

/** Two stretches of one log as one history. `older` must end before `newer` begins. */
export function prepend(older: History, newer: History): History {
  return {
    decisions: [...older.decisions, ...newer.decisions],
    markers: [...older.markers, ...newer.markers],
    deaths: [...older.deaths, ...newer.deaths],
    samples: [...older.samples, ...newer.samples],
    shell: [...older.shell, ...newer.shell],
    reports: [...older.reports, ...newer.reports],
    activity: addActivities(older.activity, newer.activity),
    seating: newer.seating,
    asked: older.asked,
    telling: [...older.telling, ...newer.telling],
  };
}

/** The last element that fits; `Array.prototype.findLast` is younger than the browsers we serve. */
export function lastWhere<T>(list: readonly T[], fits: (item: T) => boolean): T | undefined {
  for (let i = list.length - 1; i >= 0; i--) if (fits(list[i] as T)) return list[i];
  return undefined;
}
