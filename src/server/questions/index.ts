export { createLabKeeper, type LabKeeper } from './keeper.ts';
export { openAnswers, openQuestion, record } from './open.ts';
export { createPast, type Past } from './past.ts';
export { labPrompt } from './told.ts';
