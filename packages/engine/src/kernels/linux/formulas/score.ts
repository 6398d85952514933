/** One step of a score. The values add up to the points: a division appears as what it takes away. */
export type ScoreTerm = { label: string; value: number };
export type Score = { points: number; terms: ScoreTerm[] };

/** Collects the steps of a score as it is computed; every step states the new total. */
export function scoreSteps(): { step: (label: string, total: number) => number; terms: ScoreTerm[] } {
  const terms: ScoreTerm[] = [];
  let last = 0;
  const step = (label: string, total: number) => {
    if (total !== last) terms.push({ label, value: total - last });
    last = total;
    return total;
  };
  return { step, terms };
}
