import type { Report } from '../types.ts';

/** The same report without names: processes are `p1`, `p2` … in the order they appear, groups `/g1`, `/g2` …. Kernel threads keep theirs. */
export function withoutNames(reports: readonly Report[]): Report[] {
  const names = new Map<string, string>();
  const groups = new Map<string, string>();
  const name = (known: string): string => replaced(names, known, 'p');
  const group = (known: string | null): string | null =>
    known === null || known === '/' ? known : replaced(groups, known, '/g');
  const process = <P extends { name: string }>(one: P): P => ({ ...one, name: name(one.name) });
  // Who died comes first: a single report’s victim is p1.
  for (const { victim } of reports) if (victim) name(victim.name);
  return reports.map((report) => ({
    ...report,
    invokedBy: report.invokedBy === null ? null : name(report.invokedBy),
    tasks: report.tasks.map(process),
    victim: report.victim && process(report.victim),
    chosen: report.chosen && process(report.chosen),
    previousVictim: report.previousVictim && process(report.previousVictim),
    alsoKilled: report.alsoKilled.map(process),
    taskGroup: group(report.taskGroup),
    group: { ...report.group, path: group(report.group.path) },
    other: report.other.map((kill) => ({ ...kill, what: name(kill.what), because: null })),
  }));
}

function replaced(known: Map<string, string>, name: string, prefix: string): string {
  if (/^(?:kworker|kswapd|swapper|systemd$)/.test(name)) return name;
  const hidden = known.get(name) ?? `${prefix}${known.size + 1}`;
  known.set(name, hidden);
  return hidden;
}
