/** Grading on the server: loads logs, asks packages/coursework, stores grades as a stream. The API decides who may do it. */
export { courseGradebook, fillGradebook, openGradebook } from './gradebook.ts';
export { givePoints, gradeOf, isReleased, openDesk, setReleased } from './grading.ts';
export { myFigure } from './mine.ts';
export { answerRegrade, askRegrade, listRegrades } from './regrades.ts';
export type { GradingDeps, Verdicts } from './types.ts';
export { createVerdicts } from './verdicts/index.ts';
