import type { OomKiller } from '@overcommit/protocol';
import type { LogLine } from '../text/lines.ts';
import { type Draft, hasFigures, newDraft } from './draft.ts';

/** Where the reader is in the text. */
export type ReadState = {
  drafts: Draft[];
  current: Draft | null;
  /** A trigger line was seen. */
  hasTrigger: boolean;
  /** Releases as they come: line and text. */
  releases: { at: number; release: string }[];
  /** What an event's constraint line says of its victim. */
  tasks: Map<Draft, { pid: number; name: string }>;
  /** Processes whose memory was reaped, of events that are not in the text. */
  reaped: { pid: number; name: string; line: LogLine }[];
  /** A container or unit is said to have been killed; only of use in a text without any report. */
  /** Why another killer is about to kill; the line of the kill follows. */
  reason: { killer: OomKiller; text: string; at: number } | null;
  mentions: { what: string; line: LogLine }[];
};

export function newState(): ReadState {
  return {
    drafts: [],
    current: null,
    hasTrigger: false,
    releases: [],
    tasks: new Map(),
    reaped: [],
    reason: null,
    mentions: [],
  };
}

/** How many lines an event may stay open while another one prints. */
const LONGEST_OPEN = 2000;
/** Events that may print at the same time. */
const MOST_OPEN = 8;

/** A report that `line` can still belong to, of the same caller where callers are printed; else a new one. */
export function openDraft(state: ReadState, line: LogLine, fits: (draft: Draft) => boolean = () => true): Draft {
  const { current } = state;
  if (current && !current.isClosed && isOf(current, line) && fits(current)) return current;
  const open = state.drafts
    .slice(-MOST_OPEN)
    .reverse()
    .find((draft) => !draft.isClosed && draft.hasTrigger && isNear(draft, line) && isOf(draft, line) && fits(draft));
  return begin(state, line, open);
}

function isNear(draft: Draft, line: LogLine): boolean {
  return line.number - draft.lines[1] < LONGEST_OPEN;
}

/** Callers are known on either side and differ: lines of two events that print at the same time. */
function isOf(draft: Draft, line: LogLine): boolean {
  return draft.caller === null || line.caller === null || draft.caller === line.caller;
}

function begin(state: ReadState, line: LogLine, known?: Draft): Draft {
  const draft = known ?? newDraft(line);
  if (!known) state.drafts.push(draft);
  state.current = draft;
  return draft;
}

/** "NAME invoked oom-killer": a new event. A kill before the first one becomes its `previousVictim`; of several the last, and each stays an event. */
export function beginTriggered(state: ReadState, line: LogLine): Draft {
  const draft = newDraft(line);
  const before = state.hasTrigger ? undefined : state.drafts.at(-1);
  state.hasTrigger = true;
  if (before && !before.hasTrigger && before.killer === 'kernel' && !hasFigures(before)) {
    inherit(state, draft, before);
    if (state.drafts.length === 1) state.drafts = [];
  }
  state.drafts.push(draft);
  state.current = draft;
  return draft;
}

/** What the only kill before the first trigger says goes to the trigger's event. */
function inherit(state: ReadState, draft: Draft, before: Draft): void {
  const task = state.tasks.get(before);
  const last = before.victim ?? before.chosen ?? task;
  if (!last) return;
  draft.previousVictim = { pid: last.pid, name: last.name };
  if (state.drafts.length > 1) return;
  draft.lines[0] = before.lines[0];
  if (!task) return;
  draft.isVictimOfBefore = true;
  draft.constraint = before.constraint;
  draft.isGroup = before.isGroup;
  draft.group.path = before.group.path;
  draft.taskGroup = before.taskGroup;
  draft.victim = before.victim ?? { ...NO_SIZES, ...task };
}

export const NO_SIZES = { score: null, totalVmKb: null, anonRssKb: null, fileRssKb: null, shmemRssKb: null, adj: null };

/** The open event that a killed process belongs to: the one that named it or lists it. */
export function draftOfKill(state: ReadState, line: LogLine, pid: number): Draft {
  const found = openDraftWith(state, line, pid);
  if (found) state.current = found;
  return found ?? openDraft(state, line);
}

export function openDraftWith(state: ReadState, line: LogLine, pid: number): Draft | undefined {
  const names = (draft: Draft) => state.tasks.get(draft)?.pid === pid || draft.chosen?.pid === pid;
  const lists = (draft: Draft) => draft.tasks.some((row) => row.pid === pid);
  const open = state.drafts
    .slice(-MOST_OPEN)
    .reverse()
    .filter((draft) => !draft.isClosed && draft.killer === 'kernel' && isNear(draft, line));
  return open.find(names) ?? open.find(lists);
}
