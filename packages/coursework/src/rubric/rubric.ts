import { z } from 'zod';

/** Points are whole hundredths everywhere, so that sums are exact: 250 = 2.5 points. */
export type Hundredths = number;

/** A named step of an item's points, such as "mostly: 3". Graders choose it by its place in the list: 1 to 9. */
const level = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'an id is a small letter, then small letters, digits or hyphens'),
  label: z.string().min(1).max(100),
  points: z.int().min(0).max(100_000),
});

const itemBase = {
  /** Stable: it names the column of the gradebook. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'an id is a small letter, then small letters, digits or hyphens'),
  title: z.string().min(1).max(200),
  /** `group`: one verdict for the machine. `member`: one verdict each, with `mine` and `me` bound to that person. */
  scope: z.enum(['group', 'member']),
  /** What the item is worth, in hundredths of a point. */
  outOf: z.int().min(0).max(100_000),
  /** Counts towards the points, but not towards what they are out of. */
  isBonus: z.boolean().optional(),
  /** Named marks. Without them a grader types the points. */
  levels: z.array(level).min(1).max(9).optional(),
};

const automaticItem = z.strictObject({
  ...itemBase,
  kind: z.literal('automatic'),
  /** CEL over the log: a bool (all or nothing) or a number from 0 to 1 (that share of `outOf`). */
  earned: z.string().min(1).max(1000),
  /** CEL: the entries that decided it, as a list of sequence numbers or of things that have a `seq`. */
  evidence: z.string().min(1).max(1000).optional(),
  /** Shown beside the verdict, in words for a student. */
  whenEarned: z.string().max(300).optional(),
  whenNot: z.string().max(300).optional(),
});

const manualItem = z.strictObject({
  ...itemBase,
  kind: z.literal('manual'),
  /** What the grader looks for. */
  guidance: z.string().max(1000).optional(),
});

export const rubricSchema = z
  .strictObject({ items: z.array(z.discriminatedUnion('kind', [automaticItem, manualItem])).max(50) })
  .refine(
    (rubric) => new Set(rubric.items.map((item) => item.id)).size === rubric.items.length,
    'two items have the same id',
  )
  .refine(
    ({ items }) => items.every(({ levels = [], outOf }) => levels.every(({ points }) => points <= outOf)),
    'a level gives more points than its item',
  )
  .refine(
    ({ items }) => items.every(({ levels = [] }) => new Set(levels.map(({ id }) => id)).size === levels.length),
    'two levels of an item have the same id',
  );

export type AutomaticItem = z.infer<typeof automaticItem>;
export type ManualItem = z.infer<typeof manualItem>;
export type RubricItem = AutomaticItem | ManualItem;
export type Level = z.infer<typeof level>;
export type Rubric = z.infer<typeof rubricSchema>;

/** What the rubric is out of; bonus items add points, but are not counted here. */
export function rubricOutOf(rubric: Rubric): Hundredths {
  return rubric.items.reduce((sum, item) => sum + (item.isBonus ? 0 : item.outOf), 0);
}

/** `250` → `2.5`; exact, no trailing zeros. */
export function formatPoints(points: Hundredths): string {
  const sign = points < 0 ? '-' : '';
  const whole = Math.trunc(Math.abs(points) / 100);
  const rest = String(Math.abs(points) % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return rest === '' ? `${sign}${whole}` : `${sign}${whole}.${rest}`;
}

/** `2.5` or `2,5` → 250; null for anything that is not a number of at most two decimals. */
export function parsePoints(text: string): Hundredths | null {
  const match = /^\s*(\d{1,4})(?:[.,](\d{1,2}))?\s*$/.exec(text);
  if (match === null) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
