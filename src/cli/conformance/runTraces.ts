import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseScript } from '@overcommit/engine';
import { readingsOfSteps, readRecording } from '../run/recording.ts';
import { runScenario } from '../run/runScenario.ts';
import type { StepRecord } from '../run/stepRecord.ts';
import { compareTrace, type TraceVerdict } from './compare.ts';

export type TraceReport = TraceVerdict & { name: string; error?: string };

/** Names of the recordings in a folder (those with a script beside them) that match. */
export function traceNames(dir: string, only?: RegExp): string[] {
  return readdirSync(dir)
    .flatMap((file) => /^(.*)\.jsonl(\.gz)?$/.exec(file)?.[1] ?? [])
    .filter((name) => existsSync(join(dir, `${name}.txt`)))
    .filter((name) => !only || only.test(name))
    .sort();
}

/** Runs one recorded scenario on the engine. If the engine breaks, the remaining steps count as wrong. */
export function checkTrace(dir: string, name: string): TraceReport {
  const recorded = readRecording(join(dir, `${name}.jsonl`));
  const script = parseScript(readFileSync(join(dir, `${name}.txt`), 'utf8'));
  const engine: StepRecord[] = [];
  const fail = (error: string): TraceReport => ({ name, error, ...compareTrace(recorded, engine) });
  if (!script.ok) return fail(script.errors.map(({ line, message }) => `line ${line}: ${message}`).join('; '));
  try {
    const readings = readingsOfSteps(recorded, name);
    runScenario({ spec: script.spec, steps: script.steps, readings }, ({ record }) => engine.push(record));
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
  return { name, ...compareTrace(recorded, engine) };
}

/** The same scenario recorded twice: the second recording in the place of the engine. */
export function checkAgain(dir: string, other: string, name: string): TraceReport {
  const [first, second] = [dir, other].map((folder) => readRecording(join(folder, `${name}.jsonl`)));
  return { name, ...compareTrace(first as StepRecord[], second as StepRecord[]) };
}
