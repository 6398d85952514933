/** Sorts a text's messages into events. */
import type { LogLine } from '../text/lines.ts';
import { eachLine } from '../text/lines.ts';
import type { Report } from '../types.ts';
import { type Draft, newDraft } from './draft.ts';
import { finished } from './finish.ts';
import { readGroup, readUsage } from './group.ts';
import { onChoice, onConstraint, onKill } from './kills.ts';
import { readMemory } from './memory.ts';
import { onOther } from './onOther.ts';
import { beginTriggered, NO_SIZES, newState, openDraft, type ReadState } from './state.ts';
import { readHeader, readRow } from './table.ts';
import { readTrigger, releaseIn } from './trigger.ts';

export type ReadText = {
  reports: Report[];
  /** Lines with a message. */
  lineCount: number;
  /** The first of them, for a text in which nothing was understood. */
  firstLines: { number: number; text: string }[];
};

const MOST_FIRST = 8;

/** Every event of a text, in the text's order. Never throws; time and memory grow with the length only. */
export function readText(text: string): ReadText {
  const state = newState();
  let lineCount = 0;
  const firstLines: ReadText['firstLines'] = [];
  eachLine(text, (line) => {
    feed(state, line);
    if (line.message.trim() === '') return;
    lineCount += 1;
    if (firstLines.length < MOST_FIRST)
      firstLines.push({ number: line.number, text: line.message.trim().slice(0, 160) });
  });
  return { reports: finished(state), lineCount, firstLines };
}

function feed(state: ReadState, line: LogLine): void {
  switch (line.kind) {
    case 'trigger':
      readTrigger(beginTriggered(state, line), line.message);
      return;
    case 'header':
      readHeader(
        openDraft(state, line, (draft) => draft.tasks.length === 0),
        line.message,
      );
      return;
    case 'row':
      readRow(openDraft(state, line), line.message);
      return;
    case 'group':
      readUsage(openDraft(state, line), line.message);
      return;
    case 'constraint':
      onConstraint(state, line);
      return;
    case 'choice':
      onChoice(state, line);
      return;
    case 'kill':
      if (!onOther(state, line)) onKill(state, line);
      return;
    default:
      feedOther(state, line);
  }
}

function feedOther(state: ReadState, line: LogLine): void {
  const { message } = line;
  const release = releaseIn(message);
  if (release !== null) {
    state.releases.push({ at: line.number, release });
    const { current } = state;
    if (current && !current.isClosed) current.kernel ??= release;
    return;
  }
  if (/^\s*Mem-?[Ii]nfo:/.test(message)) {
    openDraft(state, line, (draft) => Object.keys(draft.memInfo).length === 0).section = 'memInfo';
    return;
  }
  if (/page allocation (?:failure|stalls)/.test(message)) {
    // Its memory lines are not those of an event: they go into a report that is thrown away.
    state.current = newDraft(line);
    return;
  }
  if (onEnd(state, line) || onOther(state, line)) return;
  const { current } = state;
  if (current === null || current.isClosed) {
    if (FIRST_OF_TAIL.test(message)) into(openDraft(state, line), line);
    return;
  }
  into(current, line);
}

/** With one of these a report may begin whose first lines are cut. */
const FIRST_OF_TAIL =
  /^\s*(?:\d+ (?:total pagecache )?pages(?: of)?(?: RAM)?\s*$|(?:Free|Total) swap\b|Task in \S+ killed as a result)/i;

function into(draft: Draft, { message, number }: LogLine): void {
  if (readGroup(draft, message)) draft.lines[1] = number;
  else if (/^\s*Unreclaimable slab info/.test(message)) draft.section = 'slabs';
  else {
    if (draft.section === 'none' && /^\s*[Aa]ctive(?:_anon)?:\d+ /.test(message) && draft.hasTrigger)
      draft.section = 'memInfo';
    if (readMemory(draft, message)) draft.lines[1] = number;
    else if (/^\s*\.{3}\s*$/.test(message) && draft.section === 'table') draft.hasRowsMissing = true;
    draft.memsAllowed ??= /\bcpuset=\S+ mems_allowed=([\d,-]+)/.exec(message)?.[1] ?? null;
  }
}

/** Panic, reaper, the note of a whole group's death. False = none of them. */
function onEnd(state: ReadState, line: LogLine): boolean {
  const { message } = line;
  const { current } = state;
  if (/no killable processes|deadlocked on memory|panic_on_oom/i.test(message)) {
    const draft = current ?? openDraft(state, line);
    const isPanic = /Kernel panic|deadlocked/.test(message) || !draft.isGroup;
    draft.isPanic ||= isPanic;
    draft.isWithoutVictim ||= /no killable|deadlocked/i.test(message);
    return true;
  }
  const group = /Tasks in (\S.*?) are going to be killed due to memory\.oom\.group/.exec(message);
  if (group) {
    const draft = current ?? openDraft(state, line);
    draft.killsWholeGroup = true;
    draft.isGroup = true;
    return true;
  }
  const system = /System OOM encountered, victim process: (.{1,64}), pid: (\d+)/.exec(message);
  if (system) {
    const draft = openDraft(state, line, (one) => one.victim === null);
    draft.victim = { ...NO_SIZES, name: system[1] as string, pid: Number(system[2]) };
    draft.isClosed = true;
    return true;
  }
  const reaped = /oom_reaper: reaped process (\d+) \((.{1,64}?)\)(?:,|$)/.exec(message);
  if (reaped) {
    const process = { pid: Number(reaped[1]), name: reaped[2] as string };
    if (current?.victim?.pid === process.pid) current.hasReaped = true;
    else if (state.reaped.length < MOST_TRACES) state.reaped.push({ ...process, line });
    return true;
  }
  readMention(state, line);
  return false;
}

/** A container or a unit that is said to have been killed. */
function readMention(state: ReadState, line: LogLine): void {
  const { message } = line;
  if (!/OOM|oom-kill/.test(message) || state.mentions.length >= MOST_TRACES) return;
  if (message.includes('OOMKilled')) state.mentions.push({ what: 'container', line });
  const unit = UNIT_ENDED.exec(message)?.[1];
  if (unit !== undefined) state.mentions.push({ what: unit, line });
}

const UNIT_ENDED =
  /(\S{1,120}): (?:A process of this unit has been killed by the OOM killer|Failed with result 'oom-kill')/;
const MOST_TRACES = 100;
