/** For tests: a log as a room would have recorded it, with several people at one machine. */
import {
  boot,
  type Command,
  type Entry,
  execute,
  type MachineSpec,
  type MainLine,
  makeEntry,
  parseLine,
} from '../index.ts';

const SPEC: MachineSpec = { memKb: 262_144, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} };

/**
 * `who: line` a line; `root` sits as staff, everybody else as a student with a uid of their own. Seats come first, one
 * an actor, in order of appearance. Throws where a line cannot be read or carried out.
 */
export function recorded(lines: readonly string[], spec: Partial<MachineSpec> = {}): MainLine {
  const whole = { ...SPEC, ...spec };
  const m = boot(whole);
  const entries: Entry[] = [];
  const add = (actor: string, command: Command): void => {
    const done = execute(m, command, actor);
    if (!done.ok) throw new Error(`${actor}: ${done.rejection.message}`);
    entries.push(makeEntry(m, { actor, commandId: `c${m.seq}`, command, facts: done.facts }));
  };
  const typed = lines.map((line) => /^(\w+): (.*)$/.exec(line)?.slice(1) as [string, string]);
  for (const [i, actor] of [...new Set(typed.map(([who]) => who).filter((who) => who !== 'tick'))].entries()) {
    const seat =
      actor === 'root' ? ({ uid: 0, role: 'staff' } as const) : ({ uid: 1000 + i, role: 'student' } as const);
    add('system', { verb: 'seat', actor, ...seat });
  }
  for (const [actor, line] of typed) {
    if (actor === 'tick') add('system', { verb: 'tick', count: Number(line) });
    else add(actor, commandOf(line));
  }
  return { spec: whole, entries };
}

export function commandOf(line: string): Command {
  const read = parseLine(line);
  if (!read.ok) throw new Error(`${line}: ${read.rejection.message}`);
  return read.command;
}
