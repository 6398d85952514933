/**
 * Results that were worked out from a list and are kept until the list changes: a machine in single pages has tens of
 * thousands of runs, and an entry changes few of them. Call `invalidate` before you change a list; the functions of
 * `runs.ts` and `pieces.ts` do. Memos are not part of the state: they say what asking again would say, and are in no digest.
 */
type Memo = { make: unknown; made: unknown; next: Memo | undefined };

const memos = new WeakMap<object, Memo>();
/** For a shorter list, asking again costs less than a memo. */
const LEAST = 16;

/** What `make` says of a list; asked again only once the list has changed. */
export function memo<T, S>(list: readonly T[], make: (list: readonly T[]) => S): S {
  if (list.length < LEAST) return make(list);
  const first = memos.get(list);
  for (let kept = first; kept; kept = kept.next) if (kept.make === make) return kept.made as S;
  const made = make(list);
  memos.set(list, { make, made, next: first });
  return made;
}

/** Before a list is changed. */
export function invalidate(list: readonly unknown[]): void {
  // A list that has a memo is as long as when it was taken.
  if (list.length >= LEAST) memos.delete(list);
}
