import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { BootReadings } from '@overcommit/engine';
import type { StepRecord } from './stepRecord.ts';

/** The only readings that are taken from the boot step of a recording. */
const BOOT_KEYS = [
  'MemTotal',
  'MemFree',
  'Committed_AS',
  'Cached',
  'AnonPages',
  'Slab',
  'PageTables',
  'KernelStack',
  'Mlocked',
] as const;

/** The text of `path`, or of `path.gz`. */
function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : gunzipSync(readFileSync(`${path}.gz`)).toString('utf8');
}

/** The steps of a recording (`NAME.jsonl` or `NAME.jsonl.gz`), without its end line. Throws with the line's number where one is broken. */
export function readRecording(path: string): StepRecord[] {
  const steps: StepRecord[] = [];
  for (const [index, line] of textOf(path).split('\n').entries()) {
    if (line.trim() === '') continue;
    const json = parseJson(line, `${path}:${index + 1}`);
    if (!('end' in json)) steps.push(json as StepRecord);
  }
  return steps;
}

/** What the recorded program promises when it starts, kB; and by how much that may differ, since its stack begins by chance. */
const WORKER_PROMISES_KB = { usual: 708, slack: 8 };

/**
 * The machine at boot, by a whole recording. A helper of the kernel's own may still be alive at step 0, and what it promises
 * is gone a moment later: then the first spawn tells what was promised without it.
 */
export function readingsOfSteps(steps: readonly StepRecord[], path: string): BootReadings {
  const readings = readingsOf(steps[0], path);
  const first = steps.find(({ procs }) => Object.keys(procs).length > 0);
  const isSpawn = first?.op.startsWith('spawn ') && Object.keys(first.procs).length === 1;
  const kb = isSpawn ? (first?.mem.Committed_AS ?? 0) - WORKER_PROMISES_KB.usual : 0;
  const isLess = kb > 0 && (readings.Committed_AS ?? 0) - kb > WORKER_PROMISES_KB.slack;
  return isLess ? { ...readings, Committed_AS: kb } : readings;
}

/** The machine at boot, by a recording's step 0. */
export function bootReadings(path: string): BootReadings {
  const [first = ''] = readFileSync(path, 'utf8').split('\n', 1);
  return readingsOf(parseJson(first, `${path}:1`) as StepRecord, path);
}

/** The same from a recording that has been read already. */
export function readingsOf(boot: StepRecord | undefined, path: string): BootReadings {
  if (boot?.step !== 0 || boot.op !== 'boot') throw new Error(`${path}: step 0 is not a boot`);
  const readings: BootReadings = {};
  for (const key of BOOT_KEYS) {
    const kb = boot.mem[key];
    if (kb !== undefined && Number.isSafeInteger(kb) && kb >= 0) readings[key] = kb;
  }
  return readings;
}

function parseJson(line: string, place: string): object {
  try {
    const json: unknown = JSON.parse(line);
    if (typeof json === 'object' && json !== null) return json;
  } catch {
    // Reported below, with the line number.
  }
  throw new Error(`${place}: not a JSON object`);
}
