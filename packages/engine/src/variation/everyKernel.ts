import { POLICY_IDS } from '../kernels/ids.ts';
import { TODAY } from '../kernels/system.ts';
import { describePlan } from './planWords.ts';
import { recordedLane, rerunInputs } from './rerun.ts';
import type { LaneLimits, LaneReport, MainLine, VariationPlan } from './types.ts';

/** How far a run under every kernel is: inputs done of all that there are, and the lane that is being made. */
export type EveryKernelProgress = { done: number; total: number; lane: number; lanes: number; title: string };

/** Each kernel once; today's Linux with each of its three ways to overcommit. All from birth. */
export function everyKernelPlans(): VariationPlan[] {
  return POLICY_IDS.flatMap((policy): VariationPlan[] =>
    policy === TODAY
      ? ['0', '1', '2'].map((mode) => ({ from: 0, policy, settings: { 'vm/overcommit_memory': mode } }))
      : [{ from: 0, policy }],
  );
}

const INPUTS_A_STEP = 64;

/**
 * The main line as recorded, then under every kernel: what a fate table needs, with the first divergence of each. Yields
 * after every 64 inputs; call `return()` to cancel. Keeps reports only, no entries.
 */
export function* runUnderAll(
  main: MainLine,
  { plans = everyKernelPlans(), limits }: { plans?: readonly VariationPlan[]; limits?: LaneLimits } = {},
): Generator<EveryKernelProgress, LaneReport[], void> {
  const lanes = plans.length;
  const total = plans.reduce((sum, { from }) => sum + main.entries.length - from, 0);
  const reports = [recordedLane(main, 'as recorded')];
  let before = 0;
  for (const [i, plan] of plans.entries()) {
    const run = rerunInputs(main, plan, limits);
    const title = describePlan(plan, main.spec);
    for (let done = 0; ; done += 1) {
      const step = run.next();
      if (step.done) {
        reports.push(step.value.report);
        break;
      }
      if (done % INPUTS_A_STEP === 0) yield { done: Math.min(total, before + done), total, lane: i + 1, lanes, title };
    }
    before += main.entries.length - plan.from;
    yield { done: before, total, lane: i + 1, lanes, title };
  }
  return reports;
}
