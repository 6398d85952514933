import { LABS, type Lab, type LabVariant, labAvailability, startableVariants } from '@overcommit/handbook';
import { type TaughtLab, withoutKey } from '@overcommit/handbook/teaching';
import type { LabSummary } from '@overcommit/protocol/api';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { findLabWithKey, isOwnSlug } from '../labBook.ts';
import type { Services } from '../services.ts';
import { mayReadLab } from './ownLabs/access.ts';

/** `lab`: the template without its key. `variants`: those whose kernel exists, default first. */
export type LabDetail = LabSummary & { lab: Lab; variants: LabVariant[] };

export function labSummaries(): LabSummary[] {
  return LABS.map(summaryOf);
}

const noLab = (slug: string) => notFound(`There is no lab “${slug}”. All of them are listed under Labs.`);

/** With its key. Who may have it, the caller decides. @throws AppError NOT_FOUND for a lab that does not exist. */
export async function labBySlug(services: Pick<Services, 'db'>, slug: string): Promise<TaughtLab> {
  const lab = await findLabWithKey(services, slug);
  if (!lab) throw noLab(slug);
  return lab;
}

/** A lab without its key. An own lab only for those who work with it. @throws AppError NOT_FOUND */
export async function labDetail(ctx: Context, slug: string): Promise<LabDetail> {
  if (isOwnSlug(slug) && !(await mayReadLab(ctx, slug))) throw noLab(slug);
  const lab = await labBySlug(ctx.services, slug);
  const plain = withoutKey(lab);
  return { ...summaryOf(plain), lab: plain, variants: startableVariants(plain) };
}

function summaryOf(lab: Lab): LabSummary {
  const { canStart, reason } = labAvailability(lab);
  const { slug, number, title, claim, minutes } = lab;
  return { slug, number, title, claim, minutes, canStart, reason };
}
