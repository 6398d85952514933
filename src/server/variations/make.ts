import {
  type LaneEnd,
  type LaneLimits,
  type LaneRow,
  type MainLine,
  openLane,
  rerunOpened,
  type VariationPlan,
} from '@overcommit/engine';

/** What one saved variation may cost. */
export const VARIATION_LIMITS = {
  /** Entries of the machine that are gone through, the shared ones among them. */
  inputs: 10_000,
  /** Facts of those entries: all of them are in memory at one time. */
  inputFacts: 400_000,
  /** Of one machine, the removed ones left out. */
  ofMachine: 200,
  ofPerson: 30,
  /** With those that they removed: the rows of these are kept. */
  everOfPerson: 300,
  /** Made at the same time, by all people together. */
  atOnce: 2,
} as const;
const LANE: LaneLimits = { entryFacts: 8000, laneFacts: 400_000 };

/** How long the process is held before others get their turn; as long again it rests. */
const SLICE_MS = 15;

/** The lane, computed in slices so that others do not wait for it; or why it cannot be made, in words for the plan's author. */
export async function makeLane(main: MainLine, plan: VariationPlan): Promise<MadeLane> {
  const opened = await inSlices(openLane(main, plan, LANE), () => undefined);
  if (!opened.ok) return opened;
  const rows: LaneRow[] = [];
  const end = await inSlices(rerunOpened(opened), (row) => rows.push(row));
  return { ok: true, ...end, rows };
}
type MadeLane = ({ ok: true; rows: LaneRow[] } & LaneEnd) | { ok: false; problem: string };

async function inSlices<Step, End>(steps: Generator<Step, End, void>, take: (step: Step) => void): Promise<End> {
  let startedMs = performance.now();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return step.value;
    take(step.value);
    if (performance.now() - startedMs < SLICE_MS) continue;
    await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
    startedMs = performance.now();
  }
}
