import { type FactOf, isRefusedCharge, kindOf } from './answers.ts';
import type { Command } from './commands.ts';
import type { Entry } from './entry.ts';
import type { CallResult, Fact } from './facts.ts';
import { isMemoryLimit } from './limitHit.ts';
import { parseLine } from './script/index.ts';

/** One refusal of memory: by the command itself, or by a call of a program in a tick. */
export type RefusedCall = {
  /** The command that was refused; null where a program's line can no longer be read. */
  command: Command | null;
  /** The program's process; null = the entry's own command was refused. */
  program: { pid: number; process: string } | null;
  /** The caller's answer: an errno, or the signal that its access raised. */
  errno: CallResult;
  /** The arithmetic: of a charge, or of a limit. Null where there is none, and for limits in logs before 0.5.0. */
  fact: RefusalFact | null;
};

/** A charge that the kernel refused, or a request that met a limit. */
export type RefusalFact = FactOf<'ChargeDecided'> | FactOf<'RequestRefused'>;

export function isRefusalFact(fact: Fact): fact is RefusalFact {
  return fact.type === 'RequestRefused' || isRefusedCharge(fact);
}

/** Whether memory was asked for: a limit on threads refuses none. */
export function isOfMemory(fact: RefusalFact): boolean {
  return fact.type === 'ChargeDecided' || isMemoryLimit(fact);
}

/** What one call led to: a program's from its `ProgramActed` to the next one, all else is the command's own. */
type Call = {
  program: FactOf<'ProgramActed'> | null;
  refused: RefusalFact[];
  answer: FactOf<'Answered' | 'ProgramRefused'> | null;
};

/** The refusals of memory in an entry, one for each refused charge, limit or call, in order. Errors of use are none. */
export function refusalsIn({ command, facts }: Pick<Entry, 'command' | 'facts'>): RefusedCall[] {
  return callsIn(facts).flatMap(({ program, refused, answer }): RefusedCall[] => {
    if (refused.length === 0 && (answer === null || answer.result === 'ok')) return [];
    const asked = program ? commandOf(program.line) : command;
    const isRefused =
      answer !== null && kindOf({ ...answer, verb: asked?.verb }, () => refused.length > 0) === 'refusal';
    const found = refused.length === 0 && isRefused ? [null] : refused;
    return found.map((fact) => ({
      command: asked,
      program: program && { pid: program.pid, process: program.process },
      errno: isRefused ? answer.result : (fact?.errno ?? 'ENOMEM'),
      fact,
    }));
  });
}

function callsIn(facts: readonly Fact[]): Call[] {
  const own: Call = { program: null, refused: [], answer: null };
  const calls = [own];
  let now = own;
  for (const fact of facts) {
    if (fact.type === 'ProgramActed') {
      now = { program: fact, refused: [], answer: null };
      calls.push(now);
    } else if (fact.type === 'ProgramRefused') now.answer = fact;
    // The answer to the entry comes last and is none of a program's.
    else if (fact.type === 'Answered') own.answer = fact;
    else if (isRefusalFact(fact) && isOfMemory(fact)) now.refused.push(fact);
  }
  return calls;
}

function commandOf(line: string): Command | null {
  const parsed = parseLine(line);
  return parsed.ok ? parsed.command : null;
}
