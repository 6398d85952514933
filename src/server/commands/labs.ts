import { LABS, type Lab, type LabVariant, labAvailability, startableVariants } from '@overcommit/handbook';
import { findTaughtLab, type TaughtLab, withoutKey } from '@overcommit/handbook/teaching';
import type { LabSummary } from '@overcommit/protocol/api';
import { notFound } from '../errors.ts';

/** `lab`: the template without its key. `variants`: those whose kernel exists, default first. */
export type LabDetail = LabSummary & { lab: Lab; variants: LabVariant[] };

export function labSummaries(): LabSummary[] {
  return LABS.map(summaryOf);
}

/** @throws AppError NOT_FOUND for a lab that does not exist. */
export function labBySlug(slug: string): TaughtLab {
  const lab = findTaughtLab(slug);
  if (!lab) throw notFound(`There is no lab “${slug}”. All of them are listed under Labs.`);
  return lab;
}

export function labDetail(slug: string): LabDetail {
  const lab = labBySlug(slug);
  const plain = withoutKey(lab);
  return { ...summaryOf(plain), lab: plain, variants: startableVariants(plain) };
}

function summaryOf(lab: Lab): LabSummary {
  const { canStart, reason } = labAvailability(lab);
  const { slug, number, title, claim, minutes } = lab;
  return { slug, number, title, claim, minutes, canStart, reason };
}
