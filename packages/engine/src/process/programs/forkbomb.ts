import { childName } from './children.ts';
import { type ProgramKind, RESTS } from './program.ts';

/** So long a bomb rests that was refused, and up to so much longer, by pid: refusals cost the machine next to nothing. */
const LEAST_REST = 2;
const MORE_REST = 7;

/** [PG-17] Forks a child that does the same, in each tick, until the kernel refuses (EAGAIN); then it rests and tries again. */
export const forkbomb: ProgramKind = {
  parameters: {},
  play: (turn) => {
    const { machine, process, program } = turn;
    if (machine.tick < (program.counters.restsUntil ?? 0)) return RESTS;
    const { name } = childName(turn, 0);
    return {
      commands: [
        { verb: 'fork', parent: process.name, child: name },
        { verb: 'run', process: name, program: 'forkbomb', args: {} },
      ],
      keeps: (done) =>
        done < 2 ? { restsUntil: machine.tick + LEAST_REST + (process.pid % MORE_REST) } : program.counters,
    };
  },
};
