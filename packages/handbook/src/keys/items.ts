import type { AutomaticItem, RubricItem } from '@overcommit/coursework';

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

/** Whether an answer to one of these prompts came before what decided it. */
const inTime = (prompts: readonly string[]): string =>
  `(${prompts.map((id) => `p.prompt == "${id}"`).join(' || ')}) && p.decidedAt > 0 && p.seq < p.decidedAt`;

/** Each member said beforehand how it would come out: all points for the right answer, half of them for another. */
export function predicted(prompt: string, title: string, outOf: number): AutomaticItem {
  // Staff may have asked in their own way who dies next.
  const own = `p.actor == me && ${inTime(prompt === 'victim' || prompt === 'first' ? [prompt, 'next'] : [prompt])}`;
  return {
    kind: 'automatic',
    id: 'predicted',
    title,
    scope: 'member',
    outOf,
    earned: `predictions.exists(p, ${own} && p.right) ? 1.0 : predictions.exists(p, ${own}) ? 0.5 : 0.0`,
    evidence: `predictions.filter(p, ${own})`,
    whenEarned: 'The answer was sealed before it happened, and it was right.',
    whenNot: 'Half of the points for an answer that was sealed in time and turned out wrong; none without one.',
  };
}

/** More than half of those who answered named the victim before the kill. */
export function groupForesaw(title: string, outOf: number): RubricItem {
  const before = inTime(['victim', 'next']);
  return {
    kind: 'automatic',
    id: 'group-foresaw',
    title,
    scope: 'group',
    outOf,
    earned: `predictions.filter(p, ${before} && p.right).size() * 2 > predictions.filter(p, ${before}).size()`,
    evidence: `predictions.filter(p, ${before} && p.right)`,
    whenEarned: 'Most answers named the victim before the kill.',
    whenNot: 'Nobody predicted before the kill, or at most half of the answers named the victim.',
  };
}
