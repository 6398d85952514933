/** A release as numbers: `3.10.65` → [3, 10, 65]. */
export type Release = readonly number[];

/** @returns null if `text` is not a dotted number */
export function parseRelease(text: string): Release | null {
  return /^\d+(\.\d+)*$/.test(text) ? text.split('.').map(Number) : null;
}

/** Negative, 0 or positive, as `a` is before, equal to or after `b`; missing parts count as 0. */
export function compareReleases(a: Release, b: Release): number {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A row of an era table: what changes with a release, for good or until another one. */
export type EraRow<Change> = { from: string; until?: string; set: Change };

/** The rows that hold for a release, oldest first. */
export function rowsFor<Change>(rows: readonly EraRow<Change>[], release: Release): EraRow<Change>[] {
  const isReached = (text: string) => compareReleases(release, parseRelease(text) ?? []) >= 0;
  return rows.filter((row) => isReached(row.from) && !(row.until !== undefined && isReached(row.until)));
}
