import { type ProgramKind, RESTS } from './program.ts';

/** [PG-11] Does nothing: a process that is there. */
export const idle: ProgramKind = { parameters: {}, play: () => RESTS };
