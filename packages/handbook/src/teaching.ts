/** Labs with their keys: rubrics, guidance, answers, predicates. For the server only: no screen may import it. */
import { KEYS } from './keys/index.ts';
import type { Lab, LabKey, TaughtLab } from './lab.ts';
import { LABS } from './labs/index.ts';

export type { KeyAnswer, LabKey, TaughtLab, TaughtPrompt, TaughtStep } from './lab.ts';

/** A lab and its key as one. */
export function withKey(lab: Lab, { rubric, outcomes, doneWhen, answers }: LabKey): TaughtLab {
  return {
    ...lab,
    steps: lab.steps.map((step) => ({ ...step, ...(doneWhen[step.id] && { doneWhen: doneWhen[step.id] }) })),
    prompts: lab.prompts.map((prompt) => ({ ...prompt, ...(outcomes[prompt.id] && { outcome: outcomes[prompt.id] }) })),
    rubric,
    answers,
  };
}

/** What of a lab everyone may read. */
export function withoutKey({ rubric: _rubric, answers: _answers, steps, prompts, ...lab }: TaughtLab): Lab {
  return {
    ...lab,
    steps: steps.map(({ doneWhen: _doneWhen, ...step }) => step),
    prompts: prompts.map(({ outcome: _outcome, ...prompt }) => prompt),
  };
}

function keyOf(slug: string): LabKey {
  const key = KEYS[slug];
  if (!key) throw new Error(`the lab ${slug} has no key`);
  return key;
}

/** All labs with their keys, in their order. */
export const TAUGHT_LABS: readonly TaughtLab[] = LABS.map((lab) => withKey(lab, keyOf(lab.slug)));

/** The lab of that slug with its key, or null. */
export function findTaughtLab(slug: string): TaughtLab | null {
  return TAUGHT_LABS.find((lab) => lab.slug === slug) ?? null;
}
