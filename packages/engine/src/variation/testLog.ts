/** For tests: a log as a room would have recorded it, with several people at one machine. */
import {
  boot,
  type Command,
  type Entry,
  execute,
  type LaneRow,
  type MachineSpec,
  type MainLine,
  makeEntry,
  parseLine,
  type VariationPlan,
  vary,
} from '../index.ts';

const SPEC: MachineSpec = { memKb: 262_144, swapKb: 0, policy: 'linux-6.1', seed: 1, settings: {} };

/**
 * `who: line` a line; `root` has a seat as staff, the others as students with a uid of their own. Seats come first, one
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

/** A class in which nearly everything that can happen to a command does. */
export const CLASS = [
  'root: sysctl vm/swappiness 10',
  'ana: spawn db',
  'ana: mmap db pool 100M rw private',
  'ana: touch db pool 0 100M w',
  'ana: fork db bgsave',
  'ben: spawn web',
  'ben: mmap web cache 120M rw private',
  'ben: touch web cache 0 60M w',
  'ana: touch bgsave pool 0 40M w',
  'ben: touch web cache 60M 60M w',
  'ben: touch web gone 4K',
  'ana: spawn db',
  'ana: touch nobody x 4K',
  'tick: 3',
];

export const strict = { 'vm/overcommit_memory': '2' };

export function answers(rows: readonly LaneRow[]): string[] {
  return rows.map((row) => {
    if (row.state !== 'done') return row.state === 'skipped' ? `skipped: ${row.reason}` : 'dropped';
    const last = row.entry.facts.at(-1);
    return last?.type === 'Answered' ? last.result : 'none';
  });
}

export function rowAt(main: MainLine, plan: VariationPlan, line: string): string {
  const at = seqOf(main, line);
  const { rows } = vary(main, plan);
  return answers(rows.filter((row) => row.at === at))[0] ?? 'no row';
}

export function seqOf(main: MainLine, line: string): number {
  const text = JSON.stringify(commandOf(line));
  const found = main.entries.find((entry) => JSON.stringify(entry.command) === text);
  if (!found) throw new Error(`no entry ${line}`);
  return found.seq;
}
