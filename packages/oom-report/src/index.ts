/** What a pasted OOM report says. Pure: text → events, and why each chose whom it killed. */
export { type ScoredRow, type Scores, scoresOf } from './formula/scores.ts';
export { type ReadText, readText } from './read/events.ts';
export type { Report, TaskRow } from './types.ts';
export { missingOf, toWire } from './wire.ts';
