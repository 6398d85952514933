import { type Act, emit } from '../act.ts';
import type { Process } from '../state.ts';
import { endProcess } from './ending.ts';

const [SIGKILL, SIGCONT, SIGSTOP] = [9, 18, 19];
/** [PR-9] SIGCHLD, SIGURG and SIGWINCH; and SIGTSTP, SIGTTIN and SIGTTOU, where no shell looks after the process's group. */
const IGNORED: readonly number[] = [17, 23, 28, 20, 21, 22];

/**
 * [PR-9] [PR-10] What a signal does to a process that handles none. kernel/signal.c:sig_kernel_ignore, sig_kernel_stop,
 * get_signal (is_current_pgrp_orphaned), prepare_signal. 0 only asks whether there is such a process.
 */
export function deliver(act: Act, process: Process, signal: number): void {
  const { pid, name, traits } = process;
  if (signal === 0 || IGNORED.includes(signal)) return;
  if (signal === SIGCONT) goOn(act, process);
  else if (signal === SIGSTOP) {
    if (!traits.stop) emit(act, { type: 'ProcessStopped', pid, process: name, pending: [] });
  } else if (traits.stop && signal !== SIGKILL) wait(act, process, signal);
  else endProcess(act, pid, { cause: 'signal', status: signal });
}

/** What came in the meantime is taken now: the lowest number first, and that is the end. */
function goOn(act: Act, { pid, name, traits: { stop } }: Process): void {
  if (!stop) return;
  emit(act, { type: 'ProcessContinued', pid, process: name });
  const [first] = [...stop.pending].sort((a, b) => a - b);
  if (first !== undefined) endProcess(act, pid, { cause: 'signal', status: first });
}

function wait(act: Act, { pid, name, traits }: Process, signal: number): void {
  const pending = traits.stop?.pending ?? [];
  if (!pending.includes(signal))
    emit(act, { type: 'ProcessStopped', pid, process: name, pending: [...pending, signal] });
}
