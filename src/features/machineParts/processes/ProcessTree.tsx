import type { PointsUnit, ProcessView } from '@overcommit/engine';
import { mibFigure } from '@overcommit/reading';
import { useMemo } from 'react';
import type { People } from '@/machineView/people.ts';
import { rankWords, scoreOf, sizesInKb } from '@/machineView/sentences.ts';
import { cx } from '@/ui/cx.ts';
import { OwnerMark } from '@/ui/OwnerMark.tsx';

type Row = { process: ProcessView; depth: number };

/**
 * Children below their parents, the family with the next to die first; depth stops at four, so that a fork bomb stays
 * readable.
 */
export function treeRows(processes: ProcessView[]): Row[] {
  const byParent = new Map<number, ProcessView[]>();
  const alive = new Set(processes.map((p) => p.pid));
  const danger = dangers(processes);
  for (const p of [...processes].sort((a, b) => (danger.get(a.pid) ?? 0) - (danger.get(b.pid) ?? 0) || a.pid - b.pid)) {
    const parent = alive.has(p.ppid) ? p.ppid : 0;
    byParent.set(parent, [...(byParent.get(parent) ?? []), p]);
  }
  const rows: Row[] = [];
  const visit = (pid: number, depth: number) => {
    for (const process of byParent.get(pid) ?? []) {
      rows.push({ process, depth });
      visit(process.pid, Math.min(4, depth + 1));
    }
  };
  visit(0, 0);
  return rows;
}

/** The lowest rank in the family of each process: its own, or one of its descendants'. */
function dangers(processes: readonly ProcessView[]): Map<number, number> {
  const parents = new Map(processes.map(({ pid, ppid }) => [pid, ppid]));
  const danger = new Map<number, number>();
  for (const { pid, rank } of processes) {
    const own = rank ?? Number.MAX_SAFE_INTEGER;
    for (let at = pid; parents.has(at); at = parents.get(at) as number) {
      if ((danger.get(at) ?? Number.POSITIVE_INFINITY) <= own) break;
      danger.set(at, own);
    }
  }
  return danger;
}

/** Every process of the machine with owner, size and score. */
export function ProcessTree({
  processes,
  people,
  unit,
  rule,
}: {
  processes: ProcessView[];
  people: People;
  unit: PointsUnit;
  /** The machine's own rule for choosing victims; null = its kernel's. */
  rule: string | null;
}) {
  const rows = useMemo(() => treeRows(processes), [processes]);
  return (
    <table className="w-full table-fixed border-collapse">
      <caption className="sr-only">Everyone’s processes, children below their parents</caption>
      <colgroup>
        <col />
        <col className="w-16" />
        <col className="w-12" />
      </colgroup>
      <thead className="text-2xs text-soft">
        <tr>
          <th scope="col" className="pb-0.5 pl-1 text-left font-normal">
            process
          </th>
          <th scope="col" className="pb-0.5 text-right font-normal whitespace-nowrap">
            MiB in RAM
          </th>
          <th scope="col" className="pr-1 pb-0.5 text-right font-normal">
            {rule === null ? 'score' : 'points'}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ process: p, depth }) => (
          <tr key={p.pid} title={sizesInKb(p)} className="hover:bg-sunk">
            <th scope="row" className="py-0.5 pl-1 text-left font-normal">
              <span className="flex min-w-0 items-center gap-1.5" style={{ paddingLeft: depth * 12 }}>
                <OwnerMark look={people.look(p.owner)} />
                <span className={cx('truncate font-mono text-xs', p.state === 'suspended' && 'text-soft')}>
                  {p.name}
                </span>
                {p.state !== 'running' && <span className="shrink-0 text-2xs text-soft">{p.state}</span>}
              </span>
            </th>
            <td className="text-right text-xs whitespace-nowrap text-soft">{mibFigure(p.rssPages)}</td>
            <td
              className={cx('pr-1 text-right text-xs', p.rank === 1 ? 'font-semibold text-warn' : 'text-faint')}
              title={p.points === null && p.rank === null ? undefined : rankWords(p, unit)}
            >
              {scoreOf(p, rule) ?? '–'}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
