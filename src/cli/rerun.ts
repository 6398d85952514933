import { parseArgs } from 'node:util';
import { digest, recordedLane, type VariationPlan, variationProblem, vary } from '@overcommit/engine';
import { fatesText } from './logs/fates.ts';
import { readLog } from './logs/readLog.ts';
import { readSpecFlags } from './options.ts';
import { UsageError } from './usage.ts';

/** `overcommit rerun`: a log's commands under other conditions, and what became of whom. */
export function rerunLog(args: string[]): number {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      policy: { type: 'string' },
      set: { type: 'string', multiple: true },
      ram: { type: 'string' },
      swap: { type: 'string' },
      compare: { type: 'boolean' },
    },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('rerun: give one LOG');
  const plan: VariationPlan = { from: 0, ...readSpecFlags(values) };
  const { header, entries } = readLog(path);
  const main = { spec: header.machine.spec, entries };
  const problem = variationProblem(main, plan);
  if (problem !== null) throw new UsageError(`rerun: ${problem}`);
  const { report, machine } = vary(main, plan);
  const lanes = values.compare ? [recordedLane(main, `as recorded (${main.spec.policy})`), report] : [report];
  console.log(fatesText(lanes));
  console.log(`seq ${machine.seq} digest ${digest(machine)}`);
  return 0;
}
