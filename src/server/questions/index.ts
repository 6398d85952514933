export { createGuides, type GuideState, type Guides } from './guides.ts';
export { createLabKeeper, type LabKeeper } from './keeper.ts';
export { createLogs, type LogOf } from './logs.ts';
export { closeAndOpen, findQuestion, type Opened, record } from './open.ts';
export { createPast, type Past } from './past.ts';
export { labPrompt } from './questionOutcome.ts';
