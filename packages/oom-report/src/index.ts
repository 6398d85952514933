/** What a pasted OOM report says. Pure: text → events, and why each chose whom it killed. */
export { type Change, chosenWithAdj } from './explain/changes.ts';
export { type Explanation, explain, titleOf } from './explain/explain.ts';
export type { Filled, FilledKind } from './explain/filled.ts';
export { withoutNames } from './explain/hide.ts';
export { markdownOf } from './explain/markdown.ts';
export { figures, named, size } from './explain/words.ts';
export { underOtherReleases } from './formula/otherReleases.ts';
export { type ScoredRow, type Scores, scoresOf } from './formula/scores.ts';
export { type ReadText, readText } from './read/events.ts';
export type { Report, TaskRow } from './types.ts';
export { missingOf, toWire } from './wire.ts';
