/** The public surface of coursework, on one page: rubrics over logs, grades as a fold, CSV both ways. */
export * from './evaluate.ts';
export * from './gradebook.ts';
export * from './grades.ts';
export { type CommitRow, type Moments, momentsOf, type ProcessRow } from './moments.ts';
export { type Asker, type PredicateAnswer, type PredicateError, prepareAsker, type Scope } from './predicate.ts';
export * from './project.ts';
export * from './questionOutcome.ts';
export * from './roster.ts';
export * from './rubric.ts';
