import {
  type LaneEnd,
  type LaneLimits,
  type LaneRow,
  type MainLine,
  rerunInputs,
  type VariationPlan,
} from '@overcommit/engine';

/** What one saved variation may cost. */
export const VARIATION_LIMITS = {
  /** Entries of the machine that are gone through, the shared ones among them. */
  inputs: 10_000,
  /** Of one machine, the removed ones left out. */
  ofMachine: 200,
  ofPerson: 30,
  /** Made at one time, by everybody. */
  atOnce: 2,
} as const;
const LANE: LaneLimits = { entryFacts: 8000, laneFacts: 400_000 };

/** How long the process is held before others get their turn; as long again it rests. */
const SLICE_MS = 15;

/** The lane, made in slices so that nobody else waits for it. Throws for a plan that `variationProblem` refuses. */
export async function makeLane(main: MainLine, plan: VariationPlan): Promise<LaneEnd & { rows: LaneRow[] }> {
  const rows: LaneRow[] = [];
  const run = rerunInputs(main, plan, LANE);
  let startedMs = performance.now();
  for (let step = run.next(); ; step = run.next()) {
    if (step.done) return { ...step.value, rows };
    rows.push(step.value);
    if (performance.now() - startedMs < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
    startedMs = performance.now();
  }
}
