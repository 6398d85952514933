import { seqOf } from './evaluate.ts';
import { momentsOf } from './moments.ts';
import { type Asker, prepareAsker } from './predicate.ts';
import { type LogSource, project } from './project.ts';

/** How a log shows which choice of a question came true. Expressions as in rubrics, with `asked` and `at` beside `last`. */
export type OutcomeRule = {
  /** Rows or entries that can decide it; the first of them after `asked` does, and is then called `at`. */
  by: string;
  /** For each choice that a log can show: whether it came true at `at`. The first one that did is right. */
  choices: Record<string, string>;
};

/** The entry that decided, and the choice that came true; null = none of them. */
export type Outcome = { at: number; right: string | null };

/**
 * What a log says to a question that was put in its entry `asked`; null = nothing yet.
 * @throws Error where an expression cannot be evaluated: they are content of ours, and tested
 */
export function questionOutcome(log: LogSource, rule: OutcomeRule, asked: number): Outcome | null {
  const scope = { projections: project(log, 'all'), moments: momentsOf(log) };
  const rows = answerTo(prepareAsker({ ...scope, at: { asked } }), rule.by);
  const seqs = (Array.isArray(rows) ? rows : [rows]).map(seqOf).filter((seq) => seq !== null && seq > asked);
  if (seqs.length === 0) return null;
  const at = Math.min(...(seqs as number[]));
  const ask = prepareAsker({ ...scope, at: { asked, at } });
  const right = Object.entries(rule.choices).find(([, expression]) => answerTo(ask, expression) === true);
  return { at, right: right?.[0] ?? null };
}

function answerTo(ask: Asker, expression: string): unknown {
  const answer = ask(expression);
  if (!answer.ok) throw new Error(`“${expression}” could not be evaluated: ${answer.error.message}`);
  return answer.value;
}
