import { seqOf } from './evaluate.ts';
import { momentsOf } from './moments.ts';
import { type Asker, prepareAsker } from './predicate.ts';
import { type LogSource, project } from './project.ts';

/** Expressions as in rubrics, asked of one log; what staff did counts as well. */
export function askerOf(log: LogSource): Asker {
  return prepareAsker({ projections: project(log, 'all'), moments: momentsOf(log) });
}

/** Whether an expression holds. One that cannot be evaluated does not. */
export const holds = (ask: Asker, expression: string): boolean => {
  const answer = ask(expression);
  return answer.ok && answer.value === true;
};

/** Whether a log shows that a step of a handout was done. */
export const stepIsDone = (log: LogSource, doneWhen: string): boolean => holds(askerOf(log), doneWhen);

/** Numbers of the entries that an expression yields, ascending. @throws Error where it cannot be evaluated */
export function entriesThat(log: LogSource, expression: string): number[] {
  const answer = askerOf(log)(expression);
  if (!answer.ok) throw new Error(`“${expression}” could not be evaluated: ${answer.error.message}`);
  const values: unknown[] = Array.isArray(answer.value) ? answer.value : [answer.value];
  return [...new Set(values.map(seqOf).filter((seq) => seq !== null))].sort((a, b) => a - b);
}
