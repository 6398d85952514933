/** What a log means, on one page: answers, refusals, kills, causes and activity. Pure; works on entries alone. */

export { type AnswerKind, answerOf, type KernelAnswer } from '@overcommit/engine';
export { type Activities, type Activity, activityIn, addActivities, NO_ACTIVITY, noteActivity } from './activity.ts';
export { isTyped, PLATFORM } from './causes.ts';
export {
  choiceOf,
  groupOf,
  hasKill,
  isKillFact,
  type Kill,
  type KillChoice,
  type KillFact,
  killFactsIn,
  victimUid,
} from './kills.ts';
export { createReader, type Reader, type Reading } from './reader.ts';
export { actingProcess, isRefusalFact, type Refusal, type RefusalFact } from './refusals.ts';
export { type Seating, seatingOf } from './seating.ts';
