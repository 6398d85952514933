import { parseArgs } from 'node:util';
import { linuxRelease, type MachineSpec } from '@overcommit/engine';
import { figuresOf } from './conformance/ratchet.ts';
import { compareLanes, type Lanes, lanesText, verdictText, withStandardImage } from './real/lanes.ts';
import { type GuestOutput, readGuest } from './real/output.ts';
import { MOST_PROCESSES, type Scenario, toScenario } from './real/scenario.ts';
import { readSource } from './real/steps.ts';
import { runUml } from './real/uml.ts';
import { readingsOfSteps } from './run/recording.ts';
import { runScenario } from './run/runScenario.ts';
import type { StepRecord } from './run/stepRecord.ts';
import { say } from './say.ts';
import { InputError, UsageError } from './usage.ts';

const DEFAULT_TIMEOUT_S = 120;
/** A guest has its RAM from this computer. */
const MOST_RAM_KB = 4 * 2 ** 20;

/**
 * `overcommit real`: carries a script or a log out on a real Linux and shows both runs. 1 = the guest did not get to the end;
 * what it did until then is shown.
 */
export async function real(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { kernel: { type: 'string' }, timeout: { type: 'string' }, json: { type: 'boolean' } },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('real: give one SCRIPT or LOG');
  if (values.kernel !== undefined && values.kernel !== 'uml')
    throw new UsageError(`--kernel: expected uml, found ${values.kernel}`);
  const timeoutMs = readSeconds(values.timeout) * 1000;
  const { spec, steps, notes } = readSource(path);
  const scenario = planned(path, { spec, steps });
  const guest = await carryOut(scenario, { memKb: spec.memKb, timeoutMs });
  if (guest.steps.length === 0) throw new InputError(`${path}: ${endOf(guest)}; it printed nothing that can be read`);
  const { lanes, surplusKb } = beside(guest.steps, spec, scenario);
  if (values.json) printJson(lanes, { guest, kernel: 'uml' });
  else {
    say(lanesText(lanes));
    say(`\n${verdictText(lanes)}`);
    if (surplusKb !== 0)
      notes.push(`the guest's program is ${surplusKb} kB larger than the standard one, which is left out`);
    for (const note of notes) say(note);
  }
  if (!guest.isWhole) console.error(`${path}: ${endOf(guest)}; ${guest.steps.length - 1} steps were done until then`);
  return guest.isWhole ? 0 : 1;
}

function readSeconds(text = String(DEFAULT_TIMEOUT_S)): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new UsageError(`--timeout: expected seconds, found ${text}`);
  return Number(text);
}

type Planned = Pick<ReturnType<typeof readSource>, 'spec' | 'steps'>;

/** Throws an InputError with everything that a real kernel cannot do. */
export function planned(path: string, { spec, steps }: Planned): Scenario {
  if (linuxRelease(spec.policy) === null)
    throw new InputError(`${path}: ${spec.policy} cannot be run here: the real kernel is a Linux`);
  if (spec.memKb > MOST_RAM_KB)
    throw new InputError(
      `${path}: the guest would need ${spec.memKb / 1024} MiB of RAM; at most ${MOST_RAM_KB / 1024} are given`,
    );
  const plan = toScenario(steps, spec.swapKb);
  if (plan.ok) return plan.scenario;
  throw new InputError(plan.refusals.map(({ line, why }) => `${path}${line > 0 ? `:${line}` : ''}: ${why}`).join('\n'));
}

/** The words of each step as recordings name them. */
function opsOf({ text, steps }: Scenario): string[] {
  const isSwapFirst = text.startsWith('swapon\n') && steps[0]?.command.verb !== 'swapon';
  return ['boot', ...(isSwapFirst ? ['swapon'] : []), ...steps.map((step) => step.text)];
}

export type Guest = GuestOutput & { stopped?: string };

export async function carryOut(scenario: Scenario, size: { memKb: number; timeoutMs: number }): Promise<Guest> {
  const { text, stopped } = await runUml({ ...size, swapKb: scenario.swapKb, scenario: scenario.text });
  const output = readGuest(text, opsOf(scenario));
  return stopped === undefined ? output : { ...output, stopped, isWhole: false };
}

/** Why a guest did not get to the end. */
export function endOf({ stopped, rubbish, isFull }: Guest): string {
  if (stopped !== undefined) return `the guest was ended: ${stopped}`;
  if (rubbish !== undefined) return `the guest printed something that is no step: ${rubbish}`;
  return isFull ? `the guest holds ${MOST_PROCESSES} processes at one time` : 'the guest died';
}

/** The engine on a machine that boots as the guest did. */
function beside(recorded: StepRecord[], spec: MachineSpec, { steps }: Scenario): { lanes: Lanes; surplusKb: number } {
  const { steps: real, surplusKb } = withStandardImage(recorded);
  const simulated: StepRecord[] = [];
  const readings = readingsOfSteps(real, 'the guest');
  runScenario({ spec, steps, readings }, ({ record }) => simulated.push(record));
  return { lanes: compareLanes(simulated, real), surplusKb };
}

function printJson(
  { simulated, real: theirs, verdict }: Lanes,
  { guest, kernel }: { guest: Guest; kernel: string },
): void {
  const { tally, differences } = verdict;
  const end = guest.isWhole ? null : endOf(guest);
  const first = differences[0] ?? null;
  say(JSON.stringify({ kernel, end, agreement: figuresOf(tally), tally, first, differences, simulated, real: theirs }));
}
