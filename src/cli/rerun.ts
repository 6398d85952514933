import { parseArgs } from 'node:util';
import {
  digest,
  everyKernelPlans,
  type LaneReport,
  type MainLine,
  recordedLane,
  runUnderAll,
  type VariationPlan,
  variationProblem,
  vary,
} from '@overcommit/engine';
import { fateTable, killCount, summarise } from '@overcommit/reading';
import { fatesText, lanesText } from './logs/fates.ts';
import { readLog } from './logs/readLog.ts';
import { readSpecFlags } from './options.ts';
import { say } from './say.ts';
import { UsageError } from './usage.ts';

const OPTIONS = {
  policy: { type: 'string' },
  from: { type: 'string' },
  set: { type: 'string', multiple: true },
  ram: { type: 'string' },
  swap: { type: 'string' },
  compare: { type: 'boolean' },
  'every-kernel': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/**
 * `overcommit rerun`: runs the commands of a log under other conditions and shows who lived and who died. 1 if `--compare`
 * under the log's own policy finds a difference.
 */
export function rerunLog(args: string[]): number {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: OPTIONS });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new UsageError('rerun: give one LOG');
  const plan: VariationPlan = { ...readSpecFlags(values), from: readFrom(values.from) };
  const isEvery = values['every-kernel'] === true;
  if (isEvery && (values.policy ?? values.from ?? values.set?.[0]) !== undefined)
    throw new UsageError('rerun: --every-kernel goes with --ram and --swap only');
  const { header, entries } = readLog(path);
  const main = { spec: header.machine.spec, entries };
  const print = values.json ? printJson : isEvery ? printEvery : printLane;
  const lanes = isEvery
    ? every(main, plan)
    : [recordedLane(main, `as recorded (${main.spec.policy})`), ...one(main, plan)];
  const isCompared = values.compare === true;
  print(lanes, { isCompared });
  return isCompared && isSameAgain(plan, main) && lanes[1]?.divergence ? 1 : 0;
}

/** Whether nothing is changed: then the same must come out, and a difference is a fault. */
function isSameAgain({ policy, settings, memKb, swapKb }: VariationPlan, { spec }: MainLine): boolean {
  const isOther = [policy !== undefined && policy !== spec.policy, memKb !== undefined, swapKb !== undefined];
  return !isOther.includes(true) && Object.keys(settings ?? {}).length === 0;
}

function readFrom(text = '0'): number {
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--from: expected an entry's number, found ${text}`);
  return Number(text);
}

type Ended = LaneReport & { digest?: string };

function one(main: MainLine, plan: VariationPlan): Ended[] {
  const problem = variationProblem(main, plan);
  if (problem !== null) throw new UsageError(`rerun: ${problem}`);
  const { report, machine } = vary(main, plan);
  return [{ ...report, digest: digest(machine) }];
}

function every(main: MainLine, { memKb, swapKb }: VariationPlan): Ended[] {
  const sizes = { ...(memKb === undefined ? {} : { memKb }), ...(swapKb === undefined ? {} : { swapKb }) };
  const run = runUnderAll(main, { plans: everyKernelPlans().map((plan) => ({ ...plan, ...sizes })) });
  for (;;) {
    const step = run.next();
    if (step.done) return step.value;
  }
}

/** One lane. With `isCompared` beside the recorded one, with the differences in words. */
function printLane(lanes: Ended[], { isCompared }: { isCompared: boolean }): void {
  const [main, lane] = lanes as [Ended, Ended];
  say(fatesText(isCompared ? [main, lane] : [lane]));
  if (isCompared) say(`\n${[divergenceText(lane), ...summarise({ main, lane })].join('\n')}\n`);
  say(`seq ${lane.seq} digest ${lane.digest}`);
}

function divergenceText({ divergence }: LaneReport): string {
  return divergence ? `First difference at #${divergence.at}: ${divergence.words}` : 'No difference in any outcome.';
}

function printEvery(lanes: Ended[]): void {
  say(lanesText(lanes));
}

/** The reports without mere moves of memory, the table, and sentences for each lane. */
function printJson(lanes: Ended[]): void {
  const main = lanes[0] as Ended;
  const told = lanes.map((lane) => ({
    ...lane,
    killed: killCount(lane),
    summary: lane.plan ? summarise({ main, lane }) : [],
  }));
  const out = { lanes: told, fates: fateTable(lanes) };
  say(JSON.stringify(out, (key, value) => (key === 'onset' ? undefined : value)));
}
