import {
  boot,
  type Command,
  type Entry,
  execute,
  type Machine,
  type MachineSpec,
  makeEntry,
  parseLine,
} from '@overcommit/engine';

/** For tests: what two people typed on one machine, as a log with its machine. */
export const SPEC: MachineSpec = {
  memKb: 64 * 1024,
  swapKb: 0,
  policy: 'linux-6.1',
  seed: 1,
  settings: { 'vm/overcommit_memory': '0' },
};

const LINES: [string, string][] = [
  ['ana', 'spawn db'],
  ['ana', 'mmap db pool 20M rw private'],
  ['ana', 'touch db pool 0 20M w'],
  ['ana', 'fork db bgsave'],
  ['ben', 'spawn web'],
  ['ben', 'mmap web huge 9G rw private'],
  ['ben', 'mmap web cache 50M rw private'],
  ...Array.from({ length: 10 }, (_, i): [string, string] => ['ben', `touch web cache ${i * 5}M 5M w`]),
  ['ana', 'touch bgsave pool'],
];

export function recordLog(): { entries: Entry[]; machine: Machine } {
  const machine = boot(SPEC);
  const entries: Entry[] = [];
  const run = (actor: string, command: Command) => {
    const done = execute(machine, command, actor);
    if (done.ok)
      entries.push(makeEntry(machine, { actor, commandId: `c${entries.length}`, command, facts: done.facts }));
  };
  run('system', { verb: 'seat', actor: 'ana', uid: 1000, role: 'student' });
  run('system', { verb: 'seat', actor: 'ben', uid: 1001, role: 'student' });
  for (const [actor, line] of LINES) {
    const parsed = parseLine(line);
    if (parsed.ok) run(actor, parsed.command);
  }
  return { entries, machine };
}
