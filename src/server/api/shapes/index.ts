export * from './admin.ts';
export * from './common.ts';
export * from './courses.ts';
export * from './grading.ts';
export * from './machines.ts';
export * from './predictions.ts';
export * from './wall.ts';
