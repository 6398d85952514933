/** Bundled by the browser test: plays the same drawn scripts in a page. */
import { digest } from '@overcommit/engine';
import fc from 'fast-check';
import { scriptDrafts } from './draft.ts';
import { playDraft } from './play.ts';

/** The digest after each of `count` scripts drawn from `seed`, in their order. Throws `Unsound`. */
export function digestsOfScripts(seed: number, count: number): string[] {
  return fc.sample(scriptDrafts(30), { seed, numRuns: count }).map((draft) => digest(playDraft(draft).machine));
}
