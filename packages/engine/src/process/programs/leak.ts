import { MIB, type ProgramKind, setting, size } from './program.ts';
import { grow } from './regions.ts';

/** [PG-12] Takes `step` more in each tick, writes it and never gives anything back. */
export const leak: ProgramKind = {
  parameters: { step: size(MIB) },
  play: (turn) => ({
    commands: grow(turn, 'leak', { step: setting(turn, 'step'), most: Number.MAX_SAFE_INTEGER }),
  }),
};
