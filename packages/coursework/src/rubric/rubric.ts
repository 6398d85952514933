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
  /** Takes points away where it is earned: its points are 0 or less, and it is not counted in what the rubric is out of. */
  isPenalty: z.boolean().optional(),
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

/** These items give together at most `most`. */
const cap = z.strictObject({
  title: z.string().min(1).max(100),
  itemIds: z.array(z.string()).min(1).max(50),
  most: z.int().min(0).max(100_000),
});

export const rubricSchema = z
  .strictObject({
    items: z.array(z.discriminatedUnion('kind', [automaticItem, manualItem])).max(50),
    caps: z.array(cap).max(20).optional(),
  })
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
  )
  .refine(
    ({ items }) => items.every(({ isBonus, isPenalty, levels }) => !isPenalty || (!isBonus && !levels)),
    'a penalty is no bonus and has no levels',
  )
  .refine(({ items, caps = [] }) => {
    const mayCap = new Set(items.flatMap(({ id, isPenalty }) => (isPenalty ? [] : [id])));
    const named = caps.flatMap(({ itemIds }) => itemIds);
    return named.every((id) => mayCap.has(id)) && new Set(named).size === named.length;
  }, 'a cap names each of its items once, an item has one cap at most, and a penalty has none');

export type AutomaticItem = z.infer<typeof automaticItem>;
export type ManualItem = z.infer<typeof manualItem>;
export type RubricItem = AutomaticItem | ManualItem;
export type Level = z.infer<typeof level>;
export type Rubric = z.infer<typeof rubricSchema>;
export type Cap = z.infer<typeof cap>;

/** The points that an item may have: 0 to `outOf`, of a penalty −`outOf` to 0. */
export function rangeOf({ outOf, isPenalty }: Pick<RubricItem, 'outOf' | 'isPenalty'>): [Hundredths, Hundredths] {
  return isPenalty ? [-outOf, 0] : [0, outOf];
}

/** Sum of what is known, each cap's items together at most what it says. */
function cappedSum(points: readonly { itemId: string; points: Hundredths | null }[], caps: readonly Cap[]): Hundredths {
  const sumOf = (isIn: (itemId: string) => boolean) =>
    points.reduce((sum, one) => sum + (isIn(one.itemId) ? (one.points ?? 0) : 0), 0);
  const capped = new Set(caps.flatMap(({ itemIds }) => itemIds));
  const rest = sumOf((itemId) => !capped.has(itemId));
  return caps.reduce(
    (sum, { itemIds, most }) =>
      sum +
      Math.min(
        most,
        sumOf((id) => itemIds.includes(id)),
      ),
    rest,
  );
}

/**
 * Sum over the items of a student, with what is missing counted apart, so that an unfinished total is not taken for a low
 * one. Never less than 0, whatever penalties take away.
 */
export function totalOf(
  points: readonly { itemId: string; points: Hundredths | null }[],
  caps: readonly Cap[] = [],
): { points: Hundredths; ungraded: number } {
  const ungraded = points.filter((one) => one.points === null).length;
  return { points: Math.max(0, cappedSum(points, caps)), ungraded };
}

/** What the rubric is out of: bonus items and penalties are not counted in it, caps are. */
export function rubricOutOf({
  items,
  caps = [],
}: {
  items: readonly Pick<RubricItem, 'id' | 'outOf' | 'isBonus' | 'isPenalty'>[];
  caps?: readonly Cap[];
}): Hundredths {
  const counted = items.filter(({ isBonus, isPenalty }) => !isBonus && !isPenalty);
  return cappedSum(
    counted.map(({ id, outOf }) => ({ itemId: id, points: outOf })),
    caps,
  );
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
