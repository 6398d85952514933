import { findLab, LABS, type Lab, labAvailability, startableVariants } from '@overcommit/handbook';
import { notFound } from '../api/errors.ts';
import type { LabDetail, LabSummary } from '../api/shapes/index.ts';

export function labSummaries(): LabSummary[] {
  return LABS.map(summaryOf);
}

/** @throws TRPCError NOT_FOUND for a lab that does not exist. */
export function labBySlug(slug: string): Lab {
  const lab = findLab(slug);
  if (!lab) throw notFound(`There is no lab “${slug}”. All of them are listed under Labs.`);
  return lab;
}

export function labDetail(slug: string): LabDetail {
  const lab = labBySlug(slug);
  return { ...summaryOf(lab), lab, variants: startableVariants(lab) };
}

function summaryOf(lab: Lab): LabSummary {
  const { canStart, reason } = labAvailability(lab);
  const { slug, number, title, claim, minutes } = lab;
  return { slug, number, title, claim, minutes, canStart, reason };
}
