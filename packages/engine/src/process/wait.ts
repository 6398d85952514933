import { type Act, type Answer, emit, fails, OK } from '../act.ts';
import type { Process } from '../state.ts';

/** [PR-8] kernel/exit.c:do_wait: at once if a child has ended, ECHILD without children, else the process sleeps. */
export function waitForChild(act: Act, process: Process): Answer {
  const children = act.m.processes.filter((p) => p.ppid === process.pid);
  if (children.length === 0) return fails('ECHILD', `${process.name} has no children`);
  const ended = children.find((p) => p.state === 'zombie');
  if (ended) {
    emit(act, { type: 'ProcessReaped', pid: ended.pid });
    return { result: 'ok', detail: `${ended.name} had ended with ${ended.status}` };
  }
  emit(act, { type: 'ProcessWaits', pid: process.pid });
  return { ...OK, detail: `${process.name} sleeps until a child ends` };
}
