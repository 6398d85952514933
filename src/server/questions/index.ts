export type { GuideState, Guides } from './guides.ts';
export type { LabKeeper } from './keeper.ts';
export type { LogOf } from './logs.ts';
export { closeAndOpen, findQuestion, type Opened, record } from './open.ts';
export { createQuestions } from './parts.ts';
export type { Past } from './past.ts';
export { labPrompt } from './questionOutcome.ts';
