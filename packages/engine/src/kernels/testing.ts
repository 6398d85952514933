/** For tests: a machine with one kernel, and a script carried out on it, line by line. */

import { execute } from '../execute.ts';
import type { Fact } from '../facts.ts';
import { restFaults, violations } from '../invariants.ts';
import { bootScript } from '../replay.ts';
import { parseScript } from '../script/index.ts';
import type { Machine, Process } from '../state.ts';
import type { PolicyId } from './ids.ts';

export type Line = { text: string; result: string; pages?: number; detail?: string; facts: Fact[] };
export type Ran = { machine: Machine; lines: Line[] };

/** @param settings tunables at boot. Throws for a script error and for an unsound machine; a rejected command shows its code as result. */
export function run(policy: PolicyId, script: string, settings: Record<string, string> = {}): Ran {
  const parsed = parseScript(script);
  if (!parsed.ok) throw new Error(parsed.errors.map((e) => `${e.line}: ${e.message}`).join('\n'));
  const machine = bootScript({ ...parsed.spec, policy, settings });
  const lines = parsed.steps.map(({ text, command }): Line => {
    const done = execute(machine, command, 'script');
    const faults = [...violations(machine), ...restFaults(machine)];
    if (faults.length > 0) throw new Error(`${policy}, ${text}: ${faults.join('; ')}`);
    if (!done.ok) return { text, result: done.rejection.code, facts: [] };
    const answer = done.facts.at(-1) as Extract<Fact, { type: 'Answered' }>;
    return { text, result: answer.result, pages: answer.pages, detail: answer.detail, facts: done.facts };
  });
  return { machine, lines };
}

export function results({ lines }: Ran): string[] {
  return lines.map((line) => line.result);
}

export function facts<T extends Fact['type']>({ lines }: Ran, type: T): Extract<Fact, { type: T }>[] {
  return lines.flatMap((line) => line.facts).filter((f): f is Extract<Fact, { type: T }> => f.type === type);
}

/** Names of those killed for memory, in order. */
export function killed(ran: Ran): string[] {
  return facts(ran, 'ProcessEnded')
    .filter((f) => f.cause === 'oom-kill')
    .map((f) => f.process);
}

export function processOf({ machine }: Ran, name: string): Process {
  return machine.processes.find((p) => p.name === name) as Process;
}
