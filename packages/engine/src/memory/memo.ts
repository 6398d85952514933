/**
 * What was worked out about a list, kept until the list changes: a machine in single pages has tens of thousands of runs,
 * and an entry changes few of them. Whoever changes a list calls `forget` first; the functions of `runs.ts` and
 * `pieces.ts` do. Notes are no state: they say what asking again would say, and are in no digest.
 */
type Note = { make: unknown; made: unknown; next: Note | undefined };

const notes = new WeakMap<object, Note>();
/** Asking a shorter list again costs less than keeping a note. */
const LEAST = 16;

/** What `make` says of a list; asked again only once the list has changed. */
export function noteOf<T, S>(list: readonly T[], make: (list: readonly T[]) => S): S {
  if (list.length < LEAST) return make(list);
  const first = notes.get(list);
  for (let note = first; note; note = note.next) if (note.make === make) return note.made as S;
  const made = make(list);
  notes.set(list, { make, made, next: first });
  return made;
}

/** Before a list is changed. */
export function forget(list: readonly unknown[]): void {
  // A list that has a note is as long as when that was taken.
  if (list.length >= LEAST) notes.delete(list);
}
