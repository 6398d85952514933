import { type Act, type Answer, emit, fails, kindOfAnswer, OK } from '../../act.ts';
import type { Command } from '../../commands.ts';
import { printCommand } from '../../script/print.ts';
import type { Machine, Process, Program } from '../../state.ts';
import { CALLS_PER_TICK, FACTS_PER_TICK } from './budget.ts';
import { openStream, type Stream } from './draw.ts';
import type { Plan, RunCommand } from './program.ts';
import { PROGRAM_KINDS } from './registry.ts';
import { readSettings } from './settings.ts';
import { streamOf } from './streams.ts';

/** Carries out one call of a program, by the same handlers as a typed line. */
export type Perform = (act: Act, command: Command) => Answer;

/** [PG-1] From the next tick on the process acts by itself. What cannot be read never comes here: see `readSettings`. */
export function startProgram(act: Act, process: Process, command: RunCommand): Answer {
  const read = readSettings(command);
  if (!read.ok) return fails('EINVAL', read.rejection.message);
  const { program: name, body = [], repeat = 1 } = command;
  const program: Program = {
    name,
    args: read.args,
    startTick: act.m.tick,
    actedAt: act.m.tick,
    counters: {},
    body,
    repeat,
  };
  emit(act, { type: 'ProgramSet', pid: process.pid, program });
  return OK;
}

/** [PG-1] The process lives on, but no longer acts by itself. EINVAL: it does not. */
export function stopProgram(act: Act, process: Process): Answer {
  if (!process.program) return fails('EINVAL', `${process.name} runs no program`);
  emit(act, { type: 'ProgramSet', pid: process.pid, program: null });
  return OK;
}

/** [PG-9] Whether time does anything on this machine: some process runs a program. A machine at rest need not tick. */
export function needsTicks(m: Machine): boolean {
  return m.processes.some((process) => process.program !== null);
}

/** [PG-3] At a tick every program has one turn: who has not acted for longest first, then the oldest. */
export function runPrograms(act: Act, perform: Perform): void {
  const { m } = act;
  const mostFacts = act.facts.length + FACTS_PER_TICK;
  let calls = CALLS_PER_TICK;
  const due = m.processes.flatMap(({ pid, program }) => (program ? [{ pid, actedAt: program.actedAt }] : []));
  due.sort((a, b) => a.actedAt - b.actedAt || a.pid - b.pid);
  for (const { pid } of due) {
    if (calls <= 0 || act.facts.length >= mostFacts || m.panic !== null) return;
    const process = m.processes.find((p) => p.pid === pid);
    if (process?.program && process.state === 'running' && !process.traits.stop)
      calls -= takeTurn(act, process, { perform, calls });
  }
}

/** [PG-5] A plan that the tick has no calls left for is not begun: the program makes a new one in the next tick. */
function takeTurn(act: Act, process: Process, { perform, calls }: { perform: Perform; calls: number }): number {
  const program = process.program as Program;
  const stream = openStream(act.m, streamOf(process.name));
  const age = act.m.tick - program.startTick;
  const plan = PROGRAM_KINDS[program.name].play({ machine: act.m, process, program, age, draw: stream.draw });
  if (plan.commands.length > calls) return 0;
  const done = carryOut(act, process, plan, perform);
  if (process.program === program) remember(act, process, plan.keeps?.(done), stream);
  return done;
}

/** How many commands were carried out, the failed one included. The turn also ends when the process can do no more. */
function carryOut(act: Act, process: Process, { commands, goesOn }: Plan, perform: Perform): number {
  const { uid, pid, name } = process;
  const role = uid === 0 ? 'staff' : 'student';
  let done = 0;
  for (const command of commands) {
    if (process.state !== 'running' || process.traits.stop || process.program === null || act.m.panic !== null) break;
    const line = printCommand(command);
    emit(act, { type: 'ProgramActed', pid, process: name, line });
    const from = act.facts.length;
    const own: Act = { ...act, command, seat: { actor: name, uid, role } };
    const answer = perform(own, command);
    const { result, detail } = answer;
    act.hasShortage ||= own.hasShortage;
    done += 1;
    if (result === 'ok') continue;
    emit(act, {
      type: 'ProgramRefused',
      pid,
      process: name,
      line,
      result,
      ...kindOfAnswer(act, answer, from),
      ...(detail === undefined ? {} : { detail }),
    });
    if (!goesOn || own.stalled !== undefined) break;
  }
  return done;
}

/** What the turn leaves behind for the next one: counters, and where its stream stands. */
function remember(
  act: Act,
  { pid, program }: Process,
  kept: ReturnType<NonNullable<Plan['keeps']>> | undefined,
  stream: Stream,
): void {
  const state = stream.state();
  const counters = kept !== 'over' && kept !== program?.counters ? kept : undefined;
  if (counters || state) {
    emit(act, { type: 'ProgramKept', pid, ...(counters ? { counters } : {}), ...(state ? { stream: state } : {}) });
  }
  if (kept === 'over') emit(act, { type: 'ProgramSet', pid, program: null });
}
