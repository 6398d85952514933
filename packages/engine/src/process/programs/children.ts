/** How programs name their children, and what the end of one leaves to do. */
import type { Command } from '../../commands.ts';
import { MAX_PROCESS_NAME } from '../../script/argumentKinds.ts';
import type { Process } from '../../state.ts';
import type { Turn } from './program.ts';

export function liveChildren({ machine, process }: Turn): Process[] {
  return machine.processes.filter((p) => p.ppid === process.pid && p.state !== 'zombie');
}

/** What the end of children leaves to do: ask for those that ended, and end those that have lived for `life` ticks. */
export function tidyUp(turn: Turn, life: number): Command[] {
  const { machine, process } = turn;
  const ended = machine.processes.filter((p) => p.ppid === process.pid && p.state === 'zombie').slice(0, 2);
  const old = liveChildren(turn).filter((p) => machine.tick - p.startTick >= life && p.state === 'running');
  return [
    ...ended.map((): Command => ({ verb: 'wait', process: process.name })),
    ...old.slice(0, 2).map((child): Command => ({ verb: 'exit', process: child.name, code: 0 })),
  ];
}

/** [PG-6] `cc1.1`, `cc1.2`, …: the first free name whose number is above `after`. Children of `b.7` are `b.8` and so on, not `b.7.1`. */
export function childName({ machine, process }: Turn, after: number): { name: string; number: number } {
  const family = process.name.replace(/\.\d+$/, '');
  const taken = new Set(machine.processes.map((p) => p.name));
  for (let number = after + 1; ; number++) {
    const tail = `.${number}`;
    const name = `${family.slice(0, MAX_PROCESS_NAME - tail.length)}${tail}`;
    if (!taken.has(name)) return { name, number };
  }
}
