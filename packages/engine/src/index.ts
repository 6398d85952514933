/** The public surface of the engine, on one page. */
export type * from './commands.ts';
export type * from './entry.ts';
export type * from './facts.ts';
export * from './policies/ids.ts';
export type * from './views/types.ts';
export * from './script/index.ts';
