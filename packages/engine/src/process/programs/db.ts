import type { Command } from '../../commands.ts';
import { childName, liveChildren, tidyUp } from './children.ts';
import { count, MIB, type ProgramKind, setting, size, type Turn } from './program.ts';
import { accessSomewhere, grow } from './regions.ts';

/**
 * [PG-14] Fills a pool of `size`, `step` in each tick; from then on it writes `writes` in each tick, somewhere, and every
 * `every` ticks (0 = never) it forks a child that runs bgsave, as Redis does, unless the last one is still at work.
 */
export const db: ProgramKind = {
  parameters: { size: size(64 * MIB), step: size(8 * MIB), writes: size(MIB), every: count(20, 0, 100_000) },
  play: (turn) => {
    const filling = grow(turn, 'pool', { step: setting(turn, 'step'), most: setting(turn, 'size') });
    if (filling.length > 0) return { commands: filling };
    const write = accessSomewhere(turn, 'pool', { bytes: setting(turn, 'writes'), access: 'w' });
    const isSaving = liveChildren(turn).length > 0 || !isDue(turn);
    const tidy = tidyUp(turn, Number.MAX_SAFE_INTEGER);
    if (isSaving) return { commands: [...tidy, write] };
    const saved = turn.program.counters.children ?? 0;
    const { name, number } = childName(turn, saved);
    const save: Command[] = [
      { verb: 'fork', parent: turn.process.name, child: name },
      { verb: 'run', process: name, program: 'bgsave', args: {} },
    ];
    return { commands: [...tidy, ...save, write], keeps: () => ({ children: number }) };
  },
};

function isDue(turn: Turn): boolean {
  const every = setting(turn, 'every');
  return every > 0 && turn.age % every === 0;
}
