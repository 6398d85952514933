/** The public surface of coursework, on one page. */
export * from './rubric.ts';
