import { childName, liveChildren, tidyUp } from './children.ts';
import { count, MIB, type ProgramKind, setting, size } from './program.ts';
import { mapAndWrite, sizeAround } from './regions.ts';

/** [PG-19] Keeps `jobs` compilers at work, each with about `size` (half to one and a half) for `life` ticks; starts one a tick at most. */
export const build: ProgramKind = {
  parameters: { jobs: count(2, 1, 16), size: size(40 * MIB), life: count(4, 1, 100_000) },
  play: (turn) => {
    const commands = tidyUp(turn, setting(turn, 'life'));
    const ending = commands.filter(({ verb }) => verb === 'exit').length;
    if (liveChildren(turn).length - ending >= setting(turn, 'jobs')) return { commands };
    const { name, number } = childName(turn, turn.program.counters.children ?? 0);
    const bytes = sizeAround(turn, 'size');
    commands.push({ verb: 'posix_spawn', parent: turn.process.name, child: name }, ...mapAndWrite(name, 'heap', bytes));
    return { commands, keeps: () => ({ children: number }) };
  },
};
