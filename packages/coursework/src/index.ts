/** The public surface of coursework, on one page: rubrics over logs, grades as a fold, CSV both ways. */

export * from './grades/decide.ts';
export * from './grades/events.ts';
export * from './grades/figure.ts';
export * from './grades/gradebook.ts';
export * from './grades/grades.ts';
export * from './grades/regrade.ts';
export * from './groups.ts';
export * from './roster.ts';
export * from './rubric/credit.ts';
export * from './rubric/evaluate.ts';
export * from './rubric/judgeSeal.ts';
export { type CommitRow, type Moments, momentsOf, type ProcessRow } from './rubric/moments.ts';
export * from './rubric/names.ts';
export {
  type AnswerRow,
  type Asker,
  checkPredicate,
  type MemberRow,
  type PredicateAnswer,
  type PredicateError,
  type PredicateUse,
  prepareAsker,
  type Scope,
} from './rubric/predicate.ts';
export * from './rubric/project.ts';
export * from './rubric/questionOutcome.ts';
export * from './rubric/rubric.ts';
export * from './rubric/steps.ts';
export * from './work/lateness.ts';
export * from './work/submission.ts';
export * from './work/window.ts';
