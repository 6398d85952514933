/** The least of `low`..`high` for which `holds`, which from some value on it does; null = for none. Whole numbers. */
export function least(low: number, high: number, holds: (value: number) => boolean): number | null {
  if (low > high || !holds(high)) return null;
  let [from, to] = [low, high];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return to;
}

/** The largest of `low`..`high` for which `holds`, which up to some value it does; null = for none. */
export function largest(low: number, high: number, holds: (value: number) => boolean): number | null {
  const negative = least(-high, -low, (value) => holds(-value));
  return negative === null ? null : -negative;
}
