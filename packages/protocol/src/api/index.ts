/** The shapes of the API's inputs and outputs: the server parses by them, screens take their types. */
export * from './admin.ts';
export * from './assignments.ts';
export * from './comments.ts';
export * from './common.ts';
export * from './courses.ts';
export * from './desk.ts';
export * from './grades.ts';
export * from './grading.ts';
export * from './guide.ts';
export * from './machines.ts';
export * from './ownLabs.ts';
export * from './predictions.ts';
export * from './replay.ts';
export * from './rubric.ts';
export * from './sandbox.ts';
export * from './variations.ts';
export * from './wall.ts';
