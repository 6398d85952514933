/** Grading as the server does it: loads logs, asks packages/coursework, keeps grades as a stream. Who may is decided above. */
export { courseGradebook, givePoints, gradeOf, isReleased, openDesk, setReleased } from './grading.ts';
export { latestSubmission, recordSubmission, type Submission } from './submissions.ts';
export type { GradingDeps } from './types.ts';
