import { type Act, type Answer, emit } from './act.ts';
import type { Errno } from './facts.ts';
import { isMemoryLimit, type LimitHit, limitFact, limitWords } from './limitHit.ts';
import type { Process } from './state.ts';

/** States a limit's refusal, without an answer. `errno` left out: the call can no longer answer. */
export function sayLimit(act: Act, process: Process, call: string, hit: LimitHit, errno?: Errno): void {
  emit(act, limitFact(act.m, { process, call, hit, errno }));
}

/** As `sayLimit`, and the call's answer. */
export function refuse(act: Act, process: Process, call: string, hit: LimitHit, errno: Errno): Answer {
  sayLimit(act, process, call, hit, errno);
  return {
    result: errno,
    detail: limitWords(hit),
    kind: isMemoryLimit({ call, what: hit.what, errno }) ? 'refusal' : 'error',
  };
}
