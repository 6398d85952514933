import { type LaneReport, policyInfo } from '@overcommit/engine';
import { systemName } from '../sentences/kill.ts';
import { type FateRow, fateTable, killCount } from './fates.ts';
import type { Summary } from './summary.ts';
import { type Names, nameOf, underWhat, whose } from './words.ts';

/**
 * The difference of two lanes in one or two short sentences: "Solaris 10 refused Ana’s fork. So nobody died, and bgsave was
 * never born." Finer than that is `summarise`.
 */
export function outcomeHeadline({ main, lane, names = {} }: Summary): string {
  const subject = subjectOf({ main, lane });
  if (lane.panic !== null && main.panic === null) return `${subject.under} the machine crashed.`;
  const rows = fateTable([main, lane]);
  const refused = newRefusal(main, lane);
  const deaths = deathsWords({ main, lane, names }, rows);
  if (!refused)
    return deaths === null ? `${subject.under} everything went the same way.` : `${subject.under} ${deaths}.`;
  const who = nameOf(refused.actor, names);
  const call = `${who === null ? 'a' : whose(who)} ${refused.verb}`;
  const first = subject.kernel ? `${subject.kernel} refused ${call}.` : `${subject.under} ${call} was refused.`;
  const unborn = unbornWords(rows, names);
  const rest = [deaths, unborn].filter((one) => one !== null).join(', and ');
  return rest === '' ? `${first} The same processes died.` : `${first} So ${rest}.`;
}

/** The kernel by its name, where only the kernel is another one. */
function subjectOf({ main, lane }: Pick<Summary, 'main' | 'lane'>): { under: string; kernel: string | null } {
  const under = lane.plan ? underWhat(lane.plan, main.spec) : `Under ${policyInfo(lane.spec.policy).name}`;
  const changed = Object.keys(lane.plan ?? {}).filter((key) => key !== 'from');
  const isKernel = changed.length === 1 && changed[0] === 'policy';
  return { under, kernel: isKernel ? systemName(lane.spec.policy) : null };
}

function newRefusal(main: LaneReport, lane: LaneReport) {
  const before = new Set(main.refusals.map(({ at, errno }) => `${at} ${errno}`));
  return lane.refusals.find(({ at, errno }) => !before.has(`${at} ${errno}`));
}

const isKilled = (row: FateRow, lane: 0 | 1): boolean => {
  const fate = row.cells[lane];
  return fate?.kind === 'killed' && fate.how === 'oom-kill';
};

/** Null: the same processes died. */
function deathsWords({ main, lane, names = {} }: Summary, rows: readonly FateRow[]): string | null {
  const [before, now] = [killCount(main), killCount(lane)];
  const saved = rows.filter((row) => isKilled(row, 0) && !isKilled(row, 1));
  const lost = rows.filter((row) => isKilled(row, 1) && !isKilled(row, 0));
  if (saved.length === 0 && lost.length === 0) return null;
  if (now === 0) return before > 0 ? 'nobody died' : null;
  const [one] = lost;
  const [other] = saved;
  if (one && other && lost.length === 1 && saved.length === 1)
    return `${named(one, names)} died instead of ${named(other, names)}`;
  if (one && lost.length === 1 && saved.length === 0) return `${named(one, names)} died${before > 0 ? ' as well' : ''}`;
  if (other && saved.length === 1 && lost.length === 0) return `${named(other, names)} lived`;
  return `${now} ${now === 1 ? 'process' : 'processes'} died instead of ${before === 0 ? 'none' : before}`;
}

/** The first process of the main line that never came to be here. */
function unbornWords(rows: readonly FateRow[], names: Names): string | null {
  const gone = rows.filter(({ cells: [before, now] }) => {
    const wasBorn = before && !['unborn', 'refused', 'failed', 'skipped'].includes(before.kind);
    return wasBorn && now && ['unborn', 'refused', 'failed', 'skipped'].includes(now.kind);
  });
  const [first] = gone;
  if (!first) return null;
  return gone.length === 1 ? `${named(first, names)} was never born` : `${gone.length} processes were never born`;
}

function named({ process, owner }: FateRow, names: Names): string {
  const who = nameOf(owner.actor, names);
  return who === null ? process : `${whose(who)} ${process}`;
}
