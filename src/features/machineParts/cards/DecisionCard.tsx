'use client';
import { type Decision, refusedCall } from '@overcommit/reading';
import type { ReactNode } from 'react';
import type { Explainer } from '@/machineView/explainSource.ts';
import type { People } from '@/machineView/people.ts';
import { KillBody } from './KillBody.tsx';
import { RefusalBody } from './RefusalBody.tsx';
import { useExplanation } from './useExplanation.ts';
import { WarningBody } from './WarningBody.tsx';

/** What is shown below a card. `missingSwap` in pages: null = no amount is enough, undefined = not known. */
export type CardFooter = (decision: Decision, missingSwap: number | null | undefined) => ReactNode;

/**
 * Why the kernel decided as it did, in the order of a reader's questions.
 * @param explainer computes what the fact does not say; null = not now, or not at all
 */
export function DecisionCard({
  decision,
  people,
  footer,
  explainer = null,
}: {
  decision: Decision;
  people: People;
  footer?: CardFooter;
  explainer?: Explainer | null;
}) {
  const explanation = useExplanation(decision, explainer);
  const explained: Decision = { ...decision, context: explanation.context };
  const below = footer?.(explained, explanation.shortfall?.swap);
  return (
    <article className="grid grid-cols-1 gap-3" aria-label={nameOf(decision)}>
      {explained.kind === 'kill' && <KillBody decision={explained} people={people} explanation={explanation} />}
      {explained.kind === 'refusal' && <RefusalBody decision={explained} people={people} explanation={explanation} />}
      {explained.kind === 'warning' && <WarningBody decision={explained} people={people} />}
      {below && <div className="flex flex-wrap items-center gap-1.5">{below}</div>}
    </article>
  );
}

function nameOf(decision: Decision): string {
  if (decision.kind === 'warning') return 'SIGDANGER to all';
  return decision.kind === 'kill' ? `${decision.fact.victim.process} killed` : refusedCall(decision.fact);
}
