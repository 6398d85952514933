/** "What if this had been Solaris?": the recorded inputs run again under other conditions. Pure. Sentences about the result: packages/reading. Rules: SPEC [VAR-1]-[VAR-14]. */
export { planProblem } from './branch.ts';
export { differenceOf } from './diverge.ts';
export { type EveryKernelProgress, everyKernelPlans, runUnderAll } from './everyKernel.ts';
export { describePlan } from './planWords.ts';
export {
  type Aftermath,
  carryOn,
  entriesOf,
  LANE_LIMITS,
  type LaneEnd,
  openLane,
  recordedLane,
  rerunInputs,
  rerunOpened,
  variationProblem,
  vary,
} from './rerun.ts';
export { type Change, tryChange } from './tryChange.ts';
export type * from './types.ts';
