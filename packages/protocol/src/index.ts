/** What crosses a wire: requests, answers, socket messages, the exported log. */
export * from './catchUp.ts';
export * from './deskMessages.ts';
export * from './entry.ts';
export * from './errors.ts';
export * from './frames.ts';
export * from './ids.ts';
export * from './limits.ts';
export * from './log/format.ts';
export * from './log/parse.ts';
export * from './log/verify.ts';
export * from './machine.ts';
export * from './messages.ts';
export type * from './oomReport.ts';
export * from './visibility.ts';
