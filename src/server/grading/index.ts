/** Grading on the server: loads logs, asks packages/coursework, stores grades as a stream. The API decides who may do it. */
export * from './desk/index.ts';
export { courseGradebook, fillGradebook, openGradebook } from './gradebook.ts';
export { gradesVersion } from './gradeStream.ts';
export { gradeOf, isReleased, setReleased } from './grading.ts';
export { myFigure } from './mine.ts';
export { answerRegrade, askRegrade, listRegrades } from './regrades.ts';
export * from './rubric/index.ts';
export type { GradingDeps, Trials, Verdicts } from './types.ts';
export { createVerdicts } from './verdicts/index.ts';
export { createTrials } from './verdicts/trials.ts';
