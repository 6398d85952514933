import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type MachineSpec, parseScript, type ScriptStep } from '@overcommit/engine';
import { readText, scenarioName } from './files.ts';
import { changeSpec, readSpecFlags, requireKnownSettings, type SpecChanges } from './options.ts';
import { bootReadings } from './run/recording.ts';
import { runScenario } from './run/runScenario.ts';
import type { StepRecord } from './run/stepRecord.ts';
import { headText, processesText, stepText } from './run/stepTable.ts';
import { InputError, UsageError } from './usage.ts';

type Output = { out?: string; isJson: boolean; bootFrom?: string; changes: SpecChanges };

/** `overcommit run`: each script on a fresh machine. Exit 0: all ran (deaths do not count); 1: an error in a script, the others still ran. */
export function run(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      policy: { type: 'string' },
      set: { type: 'string', multiple: true },
      'boot-from': { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean' },
    },
  });
  if (positionals.length === 0) throw new UsageError('run: no SCRIPT given');
  const names = positionals.map(scenarioName);
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (values.out !== undefined && twin !== undefined)
    throw new UsageError(`run: two scripts are called ${twin}, one would overwrite the other`);
  const output: Output = {
    out: values.out,
    isJson: values.json ?? false,
    bootFrom: values['boot-from'],
    changes: readSpecFlags(values),
  };
  if (output.out !== undefined) makeFolder(output.out);
  return positionals.map((path) => attempt(path, output)).includes(false) ? 1 : 0;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw new UsageError(`--out: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Runs one script; false and a message on standard error if that is not possible. */
function attempt(path: string, output: Output): boolean {
  try {
    runOne(path, output);
    return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    console.error(error.message);
    return false;
  }
}

function runOne(path: string, { out, isJson, bootFrom, changes }: Output): void {
  const { spec, steps } = readScript(path, changes);
  const name = scenarioName(path);
  const readings = bootFrom === undefined ? undefined : readReadings(join(bootFrom, `${name}.jsonl`));
  const lines: string[] = [];
  const isTable = !isJson && out === undefined;
  if (isTable) console.log(headText(name, spec.policy));
  let last: StepRecord | undefined;
  let at = 0;
  try {
    runScenario({ spec, steps, readings }, ({ record, line, rejected, why }) => {
      at = line;
      last = record;
      if (rejected) console.error(`${path}:${line}: ${rejected}`);
      if (isTable) console.log(stepText(record, why));
      else lines.push(JSON.stringify(record));
    });
  } catch (error) {
    throw new InputError(
      `${path}:${at}: the engine broke after this line: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (isTable && last) console.log(`\n${processesText(last)}\n`);
  lines.push('{"end":true}');
  if (out !== undefined) writeFileSync(join(out, `${name}.jsonl`), `${lines.join('\n')}\n`);
  else if (isJson) console.log(lines.join('\n'));
}

/** A script with the command line's changes; an InputError holds every error as `file:line: message`. */
export function readScript(path: string, changes: SpecChanges): { spec: MachineSpec; steps: ScriptStep[] } {
  const script = parseScript(readText(path));
  if (!script.ok)
    throw new InputError(script.errors.map(({ line, message }) => `${path}:${line}: ${message}`).join('\n'));
  const spec = changeSpec(script.spec, changes);
  requireKnownSettings(spec, changes);
  return { spec, steps: script.steps };
}

function readReadings(path: string) {
  try {
    return bootReadings(path);
  } catch (error) {
    throw new InputError(error instanceof Error ? error.message : String(error));
  }
}
