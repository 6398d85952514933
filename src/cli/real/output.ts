/** Reads what a guest prints. Nothing in it is trusted: it may stop in the middle, or be no answer at all. */
import type { StepRecord } from '../run/stepRecord.ts';

/**
 * Without an end line the guest died or was stopped. `rubbish`: the first line that is no step. `isFull`: it was to hold one
 * process more than it can, and what it did after that is left out.
 */
export type GuestOutput = { steps: StepRecord[]; isWhole: boolean; rubbish?: string; isFull?: true };

/** The guest's own answer, which no kernel gives. */
const FULL = 'NOSLOT';

/** @param ops the words of each step, 0 = boot; a step beyond them is rubbish */
export function readGuest(text: string, ops: readonly string[]): GuestOutput {
  const steps: StepRecord[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.replace(/\r/g, '').replace(/^[^{]*(?=\{"(step|end)")/, '');
    if (line.startsWith('{"end"')) return { steps, isWhole: steps.length === ops.length };
    if (!line.startsWith('{')) continue;
    const step = readStep(line);
    const op = ops[steps.length];
    if (!step || step.step !== steps.length || op === undefined)
      return { steps, isWhole: false, rubbish: line.slice(0, 120) };
    if (step.result === FULL) return { steps, isWhole: false, isFull: true };
    steps.push({ ...step, op });
  }
  return { steps, isWhole: false };
}

function readStep(line: string): StepRecord | null {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isObject(json)) return null;
  const { step, result, pages, died, mem, procs, kmsg } = json;
  const isSound =
    [step, pages].every(Number.isSafeInteger) &&
    typeof result === 'string' &&
    isTexts(died) &&
    isTexts(kmsg) &&
    isNumbers(mem) &&
    isObject(procs) &&
    Object.values(procs).every(isNumbers);
  return isSound ? ({ step, op: '', result, pages, died, mem, procs, kmsg } as StepRecord) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((word) => typeof word === 'string');
const isNumbers = (value: unknown): boolean => isObject(value) && Object.values(value).every(Number.isSafeInteger);
