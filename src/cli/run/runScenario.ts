import {
  type BootReadings,
  boot,
  type Command,
  execute,
  type Machine,
  type MachineSpec,
  type ScriptStep,
} from '@overcommit/engine';
import { outcomeOf, readMachine, type StepRecord, whyOf } from './stepRecord.ts';

export type Scenario = { spec: MachineSpec; steps: readonly ScriptStep[]; readings?: BootReadings };
/** The results of one step; `line` 0 = not from the script. */
export type ScenarioStep = { record: StepRecord; line: number; rejected?: string; why?: string };

const ACTOR = 'script';

/**
 * Runs a scenario on a fresh machine as the recorder runs it on a real kernel: boot is step 0, swap is turned on in a step
 * of its own, then each line is a step. `onStep` gets each step as soon as it is done.
 */
export function runScenario(scenario: Scenario, onStep: (step: ScenarioStep) => void): Machine {
  const machine = boot({ ...scenario.spec, swapKb: 0 }, scenario.readings);
  execute(machine, { verb: 'seat', actor: ACTOR, uid: 0, role: 'staff' }, 'system');
  onStep({
    record: { step: 0, op: 'boot', result: 'ok', pages: 0, died: [], ...readMachine(machine), kmsg: [] },
    line: 0,
  });
  let step = 0;
  const carryOut = (op: string, command: Command, line: number) => {
    step += 1;
    onStep(takeStep(machine, command, { step, op, line }));
  };
  const { swapKb } = scenario.spec;
  if (swapKb > 0) carryOut('swapon', { verb: 'swapon', bytes: swapKb * 1024 }, 0);
  for (const { text, command, line } of scenario.steps) carryOut(text, command, line);
  return machine;
}

/** A command that the engine does not know yet gets a kernel's answer: ENOSYS. */
function takeStep(m: Machine, command: Command, at: { step: number; op: string; line: number }): ScenarioStep {
  const done = execute(m, command, ACTOR);
  const { result, pages, died, kmsg } = done.ok
    ? outcomeOf({ command, facts: done.facts })
    : { result: 'ENOSYS', pages: 0, died: [], kmsg: [] };
  const record = { step: at.step, op: at.op, result, pages, died, ...readMachine(m), kmsg };
  const why = done.ok ? whyOf({ command, facts: done.facts }) : undefined;
  return { record, line: at.line, rejected: done.ok ? undefined : done.rejection.message, why };
}
