import { ownLabSchema, taughtLabOf } from '@overcommit/handbook/ownLab';
import { findTaughtLab, type TaughtLab } from '@overcommit/handbook/teaching';
import type { Db } from './db.ts';
import { createRecentMap } from './recentMap.ts';

const OWN = 'own-';
/** Own labs in use at the same time. */
const KEPT = 300;

/** A version never changes, so it is read once. */
const versions = createRecentMap<string, TaughtLab>(KEPT);

/** Whether a slug names a version of a lab that an instructor wrote. */
export const isOwnSlug = (slug: string): boolean => slug.startsWith(OWN);

/** The slug of a version; of a draft that its author tries, with the number of the draft. */
export const ownSlug = (labId: string, version: number, kind: 'published' | 'trial'): string =>
  `${OWN}${labId}-${kind === 'trial' ? 't' : ''}${version}`;

/** The lab of that slug with its key, of the handbook or of an instructor; null = there is none. */
export async function findLabWithKey({ db }: { db: Pick<Db, 'labVersion'> }, slug: string): Promise<TaughtLab | null> {
  if (!isOwnSlug(slug)) return findTaughtLab(slug);
  const known = versions.get(slug);
  if (known) return known;
  const row = await db.labVersion.findUnique({ where: { slug }, select: { lab: true } });
  const parsed = row ? ownLabSchema.safeParse(row.lab) : null;
  if (!parsed?.success) return null;
  const lab = taughtLabOf(parsed.data, slug);
  versions.set(slug, lab);
  return lab;
}
