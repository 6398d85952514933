import type { OomVictim } from '@overcommit/protocol';
import type { LogLine } from '../text/lines.ts';
import type { Draft } from './draft.ts';
import { readConstraint } from './group.ts';
import { readProcess } from './kill.ts';
import { draftOfKill, openDraft, openDraftWith, type ReadState } from './state.ts';

const GROUP_KILL = 'Memory cgroup out of memory';
/** Seconds within which a group's processes die. */
const SAME_KILL_SECONDS = 2;

/** "Kill process N (NAME) score S or sacrifice child": who was chosen. */
export function onChoice(state: ReadState, line: LogLine): void {
  const process = readProcess(line.message);
  if (process === null) return;
  const { current } = state;
  if (/sharing same memory/.test(line.message)) {
    current?.alsoKilled.push({ pid: process.pid, name: process.name });
    return;
  }
  const draft = openDraft(state, line, (one) => one.chosen === null && one.killer === 'kernel');
  draft.chosen = { pid: process.pid, name: process.name, score: process.score };
  noteMessage(draft, line.message);
}

/** "Killed process N (NAME) total-vm:…". */
export function onKill(state: ReadState, line: LogLine): void {
  const process = readProcess(line.message);
  if (process === null) return;
  const { current } = state;
  if (current?.isClosed && !openDraftWith(state, line, process.pid) && isOfSameEvent(current, line, process)) {
    current.alsoKilled.push({ pid: process.pid, name: process.name });
    current.lines[1] = line.number;
    return;
  }
  const draft = draftOfKill(state, line, process.pid);
  draft.victim = process;
  draft.isVictimOfBefore = false;
  draft.isClosed = true;
  draft.lines[1] = line.number;
  draft.section = 'none';
  noteMessage(draft, line.message);
}

function noteMessage(draft: Draft, message: string): void {
  if (message.includes('Memory cgroup')) draft.isGroup = true;
  if (message.includes('oom_kill_allocating_task')) draft.killsAsker = true;
}

/** Whether one more killed process belongs to the event whose victim is dead already. */
function isOfSameEvent(draft: Draft, line: LogLine, process: OomVictim): boolean {
  if (draft.killsWholeGroup) return true;
  const isBare = /^\s*Killed process/.test(line.message);
  if (isBare) return draft.hasTrigger || draft.chosen !== null;
  if (/Out of Memory: Killed/.test(line.message)) return process.name === draft.victim?.name;
  if (!line.message.includes(GROUP_KILL) || !draft.isGroup) return false;
  const isKnown = draft.hasTrigger || draft.constraint !== null;
  if (!isKnown) return false;
  if (draft.seconds === null || line.seconds === null) return line.stamp !== null && line.stamp === draft.stamp;
  return line.seconds - draft.seconds < SAME_KILL_SECONDS && line.seconds >= draft.seconds;
}

/** "oom-kill:constraint=…": the last line before the kill. */
export function onConstraint(state: ReadState, line: LogLine): void {
  const draft = openDraft(state, line, (one) => !state.tasks.has(one) && one.constraint === null);
  const task = readConstraint(draft, line.message);
  if (task) state.tasks.set(draft, task);
}
