import type { Entry } from '@overcommit/engine';

/** What became of each process, in order of appearance: `lived`, `killed at 12`, `refused at 3 (ENOMEM)` … */
export function fatesOf(entries: readonly Entry[]): Map<string, string> {
  const fates = new Map<string, string>();
  for (const { seq, command, facts } of entries) {
    const name = bornBy(command);
    const answered = facts.find((fact) => fact.type === 'Answered');
    const result = answered?.type === 'Answered' ? answered.result : 'ok';
    if (name !== null && result === 'ok') fates.set(name, 'lived');
    else if (name !== null && !fates.has(name)) fates.set(name, `refused at ${seq} (${result})`);
    for (const fact of facts) {
      if (fact.type === 'ProcessEnded') fates.set(fact.process, `${describeEnd(fact)} at ${seq}`);
    }
  }
  return fates;
}

function bornBy(command: Entry['command']): string | null {
  if (command.verb === 'spawn') return command.name;
  if (command.verb === 'fork' || command.verb === 'vfork' || command.verb === 'posix_spawn') return command.child;
  return null;
}

function describeEnd({ cause, status }: { cause: 'exit' | 'signal' | 'oom-kill'; status: number }): string {
  if (cause === 'oom-kill') return 'killed for memory';
  return cause === 'exit' ? `exited ${status}` : `signal ${status}`;
}

/** A row a process, a column a run. */
export function fateTable(columns: readonly { title: string; fates: Map<string, string> }[]): string {
  const names = [...new Set(columns.flatMap(({ fates }) => [...fates.keys()]))];
  const cells = [
    ['process', ...columns.map(({ title }) => title)],
    ...names.map((name) => [name, ...columns.map(({ fates }) => fates.get(name) ?? 'never was')]),
  ];
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((row) => (row[at] ?? '').length)));
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
