import {
  commandText,
  type Entry,
  type Fact,
  type FrameMapView,
  frameMap,
  type Machine,
  type Prediction,
  type TellingEntry,
  tellingOf,
} from '@overcommit/engine';
import type { Decision } from './decision.ts';
import type { Contexts } from './decisionContext.ts';
import { count } from './format.ts';
import { refusalSentence } from './sentences.ts';
import { type KindUse, type ProcessUse, type Use, usedByKind, usedByOwner, usedByProcess } from './usage.ts';

type ProcessEnded = Extract<Fact, { type: 'ProcessEnded' }>;

export type Marker = { seq: number; kind: 'kill' | 'refusal' | 'setting' | 'prediction'; label: string };
export type Death = { seq: number; actor: string; line: string; fact: ProcessEnded };
/** Used pages after an entry, divided three ways; null = the system's own (kernel, page tables, files). */
export type Sample = { seq: number; byOwner: Use[]; byProcess: ProcessUse[]; byKind: KindUse[] };
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
export type Activity = { commands: number; refusals: number; kills: number };

/** What is remembered of a log while it is folded; every list is in the order of entries. */
export type History = {
  decisions: Decision[];
  markers: Marker[];
  deaths: Death[];
  samples: Sample[];
  shell: ShellEntry[];
  reports: KernelReport[];
  activity: Map<string, Activity>;
  /** The questions to the class as they stood before `telling` begins. */
  asked: Prediction[];
  /** What questions to the class are told from: their entries, and the kills that decide them. */
  telling: TellingEntry[];
};

const MAX_SAMPLES = 1200;
const MAX_SHELL = 2000;
const MAX_REPORTS = 200;

export const emptyHistory = (): History => ({
  decisions: [],
  markers: [],
  deaths: [],
  samples: [],
  shell: [],
  reports: [],
  activity: new Map(),
  asked: [],
  telling: [],
});

/** What the kernel said about the end of one process; all of it when no report names it. */
function reportOf(facts: Fact[], pid: number): string[] {
  const reports = facts.flatMap((f) => (f.type === 'KernelSaid' ? [f.lines] : []));
  return (
    reports.find((lines) => lines.some((l) => new RegExp(`\\bprocess ${pid}\\b`, 'i').test(l) && /kill/i.test(l))) ??
    reports.flat()
  );
}

/** The line of a report that says what happened. */
export const headline = (lines: string[]): string => lines.find((l) => /killed process/i.test(l)) ?? lines[0] ?? '';

/** As it was typed; a comment says where staff overrode what its owner may do. */
const lineOf = ({ command, commandId }: Entry): string =>
  commandId.startsWith('override:') ? `${commandText(command)} # override` : commandText(command);

/** Take note of one entry. O(facts of the entry). @param contexts what `takeEntry` worked out about its decisions */
export function observe(history: History, entry: Entry, contexts: Contexts = new Map()): void {
  const telling = tellingOf(entry);
  if (telling) history.telling.push(telling);
  // An answer to a question is nobody's command, and says nothing yet.
  if (entry.command.verb === 'seal') return;
  const line = lineOf(entry);
  const reports: string[][] = [];
  let kills = 0;
  let answer: Extract<Fact, { type: 'Answered' }> | null = null;
  let refusal: string | null = null;
  const { seq, tick, actor, policy } = entry;
  for (const fact of entry.facts) {
    const about = { seq, tick, actor, line, policy, context: contexts.get(fact) ?? null };
    if (fact.type === 'VictimChosen') {
      kills += 1;
      history.decisions.push({ ...about, kind: 'kill', fact, kernelLines: reportOf(entry.facts, fact.victim.pid) });
      history.markers.push({ seq: entry.seq, kind: 'kill', label: `${fact.victim.process} killed` });
    } else if (fact.type === 'ChargeDecided' && !fact.isGranted) {
      refusal = refusalSentence(fact);
      history.decisions.push({ ...about, kind: 'refusal', fact });
      history.markers.push({
        seq: entry.seq,
        kind: 'refusal',
        label: `${fact.call} refused, ${fact.errno ?? 'ENOMEM'}`,
      });
    } else if (fact.type === 'ProcessEnded') {
      history.deaths.push({ seq: entry.seq, actor: entry.actor, line, fact });
    } else if (fact.type === 'KernelSaid') {
      reports.push(fact.lines);
    } else if (fact.type === 'Panicked') {
      history.markers.push({ seq: entry.seq, kind: 'kill', label: `kernel panic: ${fact.message}` });
    } else if (fact.type === 'Answered') {
      answer = fact;
    }
  }
  if (entry.command.verb === 'ask')
    history.markers.push({ seq: entry.seq, kind: 'prediction', label: `asked: ${entry.command.question}` });
  if (entry.command.verb === 'reveal')
    history.markers.push({ seq: entry.seq, kind: 'prediction', label: 'answers revealed' });
  if (entry.command.verb === 'sysctl') history.markers.push({ seq: entry.seq, kind: 'setting', label: line });
  noteActivity(history, entry.actor, { kills, isRefused: answer !== null && answer.result !== 'ok' });
  if (reports.length > 0) history.reports.push({ seq: entry.seq, tick: entry.tick, lines: reports.flat() });
  if (history.reports.length > MAX_REPORTS) history.reports.splice(0, MAX_REPORTS / 4);
  if (entry.command.verb === 'tick' && reports.length === 0) return;
  history.shell.push({
    seq: entry.seq,
    actor: entry.actor,
    line,
    result: answer?.result ?? 'ok',
    isOk: answer === null || answer.result === 'ok',
    detail: detailOf(answer, refusal),
    kernelLines: reports.map(headline),
    isKill: kills > 0,
  });
  if (history.shell.length > MAX_SHELL) history.shell.splice(0, MAX_SHELL / 4);
}

/** The kernel's reason, else how far it came. */
export function detailOf(answer: { pages?: number; detail?: string } | null, refusal: string | null): string | null {
  if (refusal !== null) return refusal;
  if (answer?.detail !== undefined) return answer.detail;
  return answer?.pages === undefined ? null : count(answer.pages, 'page');
}

function noteActivity(
  history: History,
  actor: string,
  { kills, isRefused }: { kills: number; isRefused: boolean },
): void {
  const so = history.activity.get(actor) ?? { commands: 0, refusals: 0, kills: 0 };
  history.activity.set(actor, {
    commands: so.commands + 1,
    refusals: so.refusals + (isRefused ? 1 : 0),
    kills: so.kills + kills,
  });
}

/** Take note of how memory is divided. Halves its resolution when it grows long, so a term's log still fits. */
export function sample(history: History, machine: Machine, frames: FrameMapView = frameMap(machine)): void {
  const names = new Map(machine.processes.map((p) => [p.pid, p.name]));
  history.samples.push({
    seq: machine.seq,
    byOwner: usedByOwner(frames),
    byProcess: usedByProcess(frames, names),
    byKind: usedByKind(frames),
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
  const activity = new Map(older.activity);
  for (const [actor, a] of newer.activity) {
    const b = activity.get(actor);
    activity.set(
      actor,
      b ? { commands: a.commands + b.commands, refusals: a.refusals + b.refusals, kills: a.kills + b.kills } : a,
    );
  }
  return {
    decisions: [...older.decisions, ...newer.decisions],
    markers: [...older.markers, ...newer.markers],
    deaths: [...older.deaths, ...newer.deaths],
    samples: [...older.samples, ...newer.samples],
    shell: [...older.shell, ...newer.shell],
    reports: [...older.reports, ...newer.reports],
    activity,
    asked: older.asked,
    telling: [...older.telling, ...newer.telling],
  };
}

/** The last element that fits; `Array.prototype.findLast` is younger than the browsers we serve. */
export function lastWhere<T>(list: readonly T[], fits: (item: T) => boolean): T | undefined {
  for (let i = list.length - 1; i >= 0; i--) if (fits(list[i] as T)) return list[i];
  return undefined;
}
