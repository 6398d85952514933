import { MIB, type ProgramKind, setting, size } from './program.ts';
import { accessSomewhere, grow } from './regions.ts';

/** [PG-13] Fills up to `size`, `step` in each tick; from then on it reads `reads` in each tick, somewhere. */
export const cache: ProgramKind = {
  parameters: { size: size(64 * MIB), step: size(4 * MIB), reads: size(MIB) },
  play: (turn) => {
    const filling = grow(turn, 'cache', { step: setting(turn, 'step'), most: setting(turn, 'size') });
    if (filling.length > 0) return { commands: filling };
    return { commands: [accessSomewhere(turn, 'cache', { bytes: setting(turn, 'reads'), access: 'r' })] };
  },
};
