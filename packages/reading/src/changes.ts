import type { Aftermath, Change, Remedy, Shortfall } from '@overcommit/engine';

/** What came of each change up to the end of the log, by `changeKey`. */
export type Aftermaths = Readonly<Record<string, Aftermath>>;

/** A change as a key of `Aftermaths`. */
export function changeKey(change: Change): string {
  return JSON.stringify(change);
}

/** Null for what is another request. */
export function remedyChange(remedy: Remedy): Change | null {
  if (remedy.kind === 'swap') return { moreSwap: remedy.pages };
  return remedy.kind === 'setting' ? { line: `sysctl ${remedy.name} ${remedy.value}` } : null;
}

/** Each amount that was missing, as the change that adds it. */
export function shortfallChanges(missing: Shortfall | null): { what: 'group' | 'swap' | 'ram'; change: Change }[] {
  if (!missing) return [];
  const { swap, ram, group } = missing;
  return [
    ...(group ? [{ what: 'group', change: { group: group.name, max: group.max + group.more } } as const] : []),
    ...(swap === null ? [] : [{ what: 'swap', change: { moreSwap: swap } } as const]),
    ...(ram === null ? [] : [{ what: 'ram', change: { moreRam: ram } } as const]),
  ];
}
