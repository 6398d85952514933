import type { RubricItem } from '@overcommit/coursework';

/** An item that nearly every lab has: each member sent at least `commands` commands, with a share for fewer. */
export function tookPart(commands: number, outOf: number): RubricItem {
  return {
    kind: 'automatic',
    id: 'everyone-acted',
    title: `Every member sent at least ${commands} commands`,
    scope: 'member',
    outOf,
    earned: `size(mine) >= ${commands} ? 1.0 : double(size(mine)) / ${commands}.0`,
    evidence: 'mine',
    whenEarned: `${commands} commands or more.`,
    whenNot: `Fewer than ${commands} commands; a share of the points for each.`,
  };
}

/** A written answer, read by a person. */
export function explanation(title: string, outOf: number, guidance?: string): RubricItem {
  return { kind: 'manual', id: 'explanation', title, scope: 'member', outOf, guidance };
}
