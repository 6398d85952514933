/** A simulated and a real run of the same lines, side by side. */
import { compareTrace, type TraceVerdict } from '../conformance/compare.ts';
import { tableText } from '../conformance/report.ts';
import type { StepRecord } from '../run/stepRecord.ts';

export type Lanes = { simulated: StepRecord[]; real: StepRecord[]; verdict: TraceVerdict };

/** The program of the guest that was built here may be a few pages larger or smaller than the standard image. kB */
const STANDARD_VM_KB = 1424;

/** What a fresh process of this guest is larger than the standard one, kB; null = none was started. */
function imageSurplus(real: readonly StepRecord[]): number | null {
  for (const { op, result, procs } of real) {
    const name = /^spawn (\S+)/.exec(op)?.[1];
    const size = name === undefined || result !== 'ok' ? undefined : procs[name]?.VmSize;
    if (typeof size === 'number') return size - STANDARD_VM_KB;
  }
  return null;
}

/** Sizes of processes as if their program were the standard one. */
export function withStandardImage(real: StepRecord[]): { steps: StepRecord[]; surplusKb: number } {
  const surplusKb = imageSurplus(real) ?? 0;
  if (surplusKb === 0) return { steps: real, surplusKb };
  const steps = real.map((step) => ({
    ...step,
    procs: Object.fromEntries(
      Object.entries(step.procs).map(([name, p]) => [name, { ...p, VmSize: (p.VmSize ?? 0) - surplusKb }]),
    ),
  }));
  return { steps, surplusKb };
}

export function compareLanes(simulated: StepRecord[], real: StepRecord[]): Lanes {
  // The simulated run goes on where a guest broke off; what was not recorded is not compared.
  return { simulated, real, verdict: compareTrace(real, simulated.slice(0, real.length)) };
}

const WIDTH = 34;

/** A row a step, `≠` where the two disagree in anything that is compared. Sizes in MiB. */
export function lanesText({ simulated, real, verdict }: Lanes): string {
  const differing = new Set(verdict.differences.map(({ step }) => step));
  const head = `  step ${'op'.padEnd(36)} ${'simulated'.padEnd(WIDTH)} real`;
  const rows = real.map((theirs, i) => {
    const mark = differing.has(theirs.step) ? '≠' : ' ';
    const ours = simulated[i];
    const op = theirs.op.padEnd(36);
    return `${mark} ${String(theirs.step).padStart(4)} ${op} ${(ours ? answerText(ours) : '–').padEnd(WIDTH)} ${answerText(theirs)}`;
  });
  return [head, ...rows].join('\n');
}

function answerText({ result, pages, died, mem }: StepRecord): string {
  const answer = pages > 0 ? `${result} ${pages} pages` : result;
  const free = `${((mem.MemFree ?? 0) / 1024).toFixed(1)} free`;
  return `${answer}, ${free}${died.length > 0 ? `, died: ${died.join(' ')}` : ''}`;
}

/** The first step at which they disagree, with all that differs there; and how far they agree by kind. */
export function verdictText({ verdict }: Lanes): string {
  const [first] = verdict.differences;
  const here = first ? verdict.differences.filter(({ step }) => step === first.step) : [];
  const differences = here.map(
    ({ kind, process, recorded, engine }) =>
      `  ${kind.padEnd(8)}${(process ?? '').padEnd(12)} real ${recorded}, simulated ${engine}`,
  );
  const lead = first ? `First difference at step ${first.step}: ${first.op}` : 'No difference.';
  return [lead, ...differences, '', tableText(verdict.tally)].join('\n');
}
