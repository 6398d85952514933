import { childName, tidyUp } from './children.ts';
import { count, type ProgramKind, setting } from './program.ts';

/** [PG-16] Every `every` ticks it starts a command the old way, fork then exec; the command lives for `life` ticks. */
export const shell: ProgramKind = {
  parameters: { every: count(3, 1, 100_000), life: count(1, 1, 100_000) },
  play: (turn) => {
    const commands = tidyUp(turn, setting(turn, 'life'));
    if ((turn.age - 1) % setting(turn, 'every') !== 0) return { commands };
    const { name, number } = childName(turn, turn.program.counters.children ?? 0);
    commands.push({ verb: 'fork', parent: turn.process.name, child: name }, { verb: 'exec', process: name });
    return { commands, keeps: () => ({ children: number }) };
  },
};
