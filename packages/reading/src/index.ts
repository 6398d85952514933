/** What a log means, on one page. Pure: the same entries give the same data and the same words on every host. */
export { type AnswerKind, answerOf, isOfMemory, type KernelAnswer, type RefusalFact } from '@overcommit/engine';
export { type Activities, type Activity, activityIn } from './activity.ts';
export {
  type AgainAnswer,
  type AgainRow,
  againId,
  compareAgain,
  type Ending,
  isSentAsOverride,
  killedIn,
  typedEntries,
} from './again.ts';
export { type BadnessColumn, type BadnessRow, type BadnessTable, badnessTableOf } from './badness.ts';
export { isTyped, PLATFORM } from './causes.ts';
export type { Aftermaths } from './changes.ts';
export { counterfactuals, missingWays, otherWays, swapWord } from './counterfactuals.ts';
export type { Decision, Listener, RefusalOutcome } from './decision.ts';
export type { DecisionContext } from './decisionContext.ts';
export {
  type Explained,
  type ExplainedDecision,
  type ExplainInput,
  type ExplainStep,
  explainSteps,
} from './explain.ts';
export { type FoldEntry, foldEntry } from './foldEntry.ts';
export {
  type Death,
  emptyHistory,
  type History,
  headline,
  type KernelReport,
  lastWhere,
  type Marker,
  prepend,
  recordEntry,
  type Sample,
  type ShellEntry,
  sample,
  upTo,
} from './history.ts';
export { hasKill, type Kill, type KillFact, killFactsIn } from './kills.ts';
export { type Loss, pagesOf, stillFree } from './losses.ts';
export { pagesTaken, type Taken } from './memory.ts';
export { createReader, type Reading } from './reader.ts';
export { actingProcess, isLimitFact } from './refusals.ts';
export { type Seating, seatingOf } from './seating.ts';
export { answerDetail, answerWord } from './sentences/answer.ts';
export { entrySentence } from './sentences/entry.ts';
export { choiceClause, choiceShort, systemName } from './sentences/kill.ts';
export {
  amountOf,
  perror,
  refusalSentence,
  refusalSum,
  refusalTitle,
  refusedCall,
  type SumRow,
} from './sentences/refusal.ts';
export { freeWords, listenersSentence, warningSentence } from './sentences/warning.ts';
export { type Use, usedByOwner } from './usage.ts';
export { type FateRow, fateTable, fateText, killCount } from './variations/fates.ts';
export { outcomeHeadline } from './variations/headline.ts';
export { judge, type KillMoment, killMoments, type Verdict } from './variations/learn.ts';
export { summarise } from './variations/summary.ts';
export { READING_VERSION } from './version.ts';
export { votersAmong } from './voters.ts';
export { count, entryNumber, figures, kb, mib, mibFigure, ordinal, percent } from './words/format.ts';
export { overcommitWord, overcommitWords } from './words/modes.ts';
export type { NamesOfPeople } from './words/people.ts';
export { inUnit, ownRule, pointsUnit, unitOf } from './words/points.ts';
export { type Checked, verdictWords } from './words/verdict.ts';
