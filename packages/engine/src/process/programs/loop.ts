import type { Command } from '../../commands.ts';
import { CALLS_PER_TURN } from './budget.ts';
import type { ProgramKind } from './program.ts';

/**
 * [PG-20] The lines of `repeat N … end`, N times over and then no more; in each tick as many lines as one turn may have.
 * A refused line does not stop it, as in a shell.
 */
export const loop: ProgramKind = {
  parameters: {},
  play: ({ program: { body, repeat, counters } }) => {
    const first = counters.lines ?? 0;
    const all = body.length * repeat;
    const commands: Command[] = [];
    for (let line = first; line < Math.min(all, first + CALLS_PER_TURN); line++) {
      commands.push(body[line % body.length] as Command);
    }
    return { commands, goesOn: true, keeps: (done) => (first + done >= all ? 'over' : { lines: first + done }) };
  },
};
