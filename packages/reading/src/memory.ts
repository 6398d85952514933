import type { Entry, Fact } from '@overcommit/engine';
import { PLATFORM } from './causes.ts';
import { ownerOf, type Seating } from './seating.ts';

/** Pages that came into use at a person's request: written, copied by a write, or filled in a shared object. */
export type Taken = { actor: string; pages: number };

function freshPages(fact: Fact): number {
  return fact.type === 'PagesMapped' || fact.type === 'PagesCopied' || fact.type === 'ObjectFilled' ? fact.count : 0;
}

/**
 * What an entry brought into use, by person: by the one who typed it, or at a tick by the owner of the program that acted.
 * @param seating as it stands after the facts of the entry
 */
export function pagesTaken({ actor, command, facts }: Entry, seating: Seating): Taken[] {
  let person = actor === PLATFORM || command.verb === 'tick' ? null : actor;
  const found = new Map<string, number>();
  for (const fact of facts) {
    if (fact.type === 'ProgramActed') person = ownerOf(seating, fact.pid);
    const pages = freshPages(fact);
    if (person !== null && pages > 0) found.set(person, (found.get(person) ?? 0) + pages);
  }
  return [...found].map(([one, pages]) => ({ actor: one, pages }));
}
