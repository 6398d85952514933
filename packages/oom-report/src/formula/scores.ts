/** The points of every process in the table, by the formula of the engine's era table. */
import {
  divide,
  killVictim,
  OOM_SCORE_ADJ_MIN,
  type ScoredTask,
  type ScoreTerm,
  scorePages,
  scorePerMille,
} from '@overcommit/engine/formulas';
import type { Report, TaskRow } from '../types.ts';
import { type ReportRules, rulesOf } from './rules.ts';
import { type Divisor, divisorOf } from './totalPages.ts';

export type ScoredRow = {
  row: TaskRow;
  points: number;
  terms: ScoreTerm[];
  /** 1 = chosen first; null = may not be killed. */
  rank: number | null;
  /** Why it may not be killed. */
  exempt: string | null;
};

export type Scores = {
  rules: ReportRules;
  /** Pages, or thousandths of the memory. */
  unit: 'pages' | 'per-mille';
  divisor: Divisor;
  /** Best first; those that may not be killed last. */
  rows: ScoredRow[];
  chosen: ScoredRow | null;
};

/** Stands for a size that the text does not say; with it, thousandths and adjustments cannot be computed. */
const UNKNOWN_PAGES = 0;

/** Null: no table, no known release, or a formula whose inputs no table prints (before 2.6.36: processor time, age, children). */
export function scoresOf(report: Report, given: ReportRules | null = rulesOf(report)): Scores | null {
  if (given === null || report.tasks.length === 0) return null;
  const { badness } = given.era.scores;
  const hasOldTable = report.tasks.every((row) => row.oomScoreAdj === null);
  if (badness === '2.4' || badness === '2.6' || hasOldTable) return null;
  const divisor = divisorOf(report);
  const needsSize =
    badness === 'per-mille' ||
    report.tasks.some((row) => (row.oomScoreAdj ?? 0) !== 0 && row.oomScoreAdj !== OOM_SCORE_ADJ_MIN);
  if (divisor.pages === null && needsSize) return null;
  const scored = report.tasks.map((row) =>
    scoreRow(row, { report, rules: given, pages: divisor.pages ?? UNKNOWN_PAGES }),
  );
  const rows = ranked(scored, given);
  return { rules: given, unit: badness, divisor, rows, chosen: rows.find(({ rank }) => rank === 1) ?? null };
}

type Setting = { report: Report; rules: ReportRules; pages: number };

function scoreRow(row: TaskRow, { report, rules, pages }: Setting): Omit<ScoredRow, 'rank'> {
  const task = {
    isUnkillable: false,
    rssPages: row.rssPages,
    swapPages: row.swapPages ?? 0,
    pageTablePages: row.tablePages ?? divide((row.tableBytes ?? 0) / 1024, report.pageKb),
    oomScoreAdj: row.oomScoreAdj ?? 0,
    // The table does not print capabilities: uid 0 stands for CAP_SYS_ADMIN, which root in a container does not have.
    hasSysAdmin: row.uid === 0,
    totalPages: pages,
  };
  const { era } = rules;
  const { points, terms } =
    era.scores.badness === 'per-mille' ? scorePerMille(task, era.badnessPerMille) : scorePages(task, era.badnessPages);
  return { row, points, terms, exempt: exemptionOf(row) };
}

function exemptionOf(row: TaskRow): string | null {
  if (row.oomScoreAdj === OOM_SCORE_ADJ_MIN) return 'oom_score_adj is −1000';
  return row.pid === 1 ? 'process 1' : null;
}

/** The order in which the release would kill them: each is the choice among those that are left. */
function ranked(scored: Omit<ScoredRow, 'rank'>[], { era }: ReportRules): ScoredRow[] {
  const isLastFirst = era.victimModern.tie === 'last';
  const order = scored
    .map((row, at) => ({ row, at }))
    .filter(({ row }) => row.exempt === null)
    .sort((a, b) => b.row.points - a.row.points || (isLastFirst ? b.at - a.at : a.at - b.at));
  const first = firstByEngine(scored, era.victimModern);
  const at = order.findIndex(({ row }) => row.row === first?.row);
  if (at > 0) order.unshift(...order.splice(at, 1));
  const spared = scored.filter(({ exempt }) => exempt !== null);
  return [
    ...order.map(({ row }, index) => ({ ...row, rank: first === null ? null : index + 1 })),
    ...spared.map((row) => ({ ...row, rank: null })),
  ];
}

/** The engine's own choice, without children: a table does not say who is whose. */
function firstByEngine(scored: Omit<ScoredRow, 'rank'>[], rule: ReportRules['era']['victimModern']) {
  const tasks: ScoredTask[] = scored.map(({ row, points, exempt }, at) => ({
    task: { pid: row.pid, parentPid: 0, memory: exempt === null ? at + 1 : null, isNever: exempt !== null },
    points,
  }));
  const outcome = killVictim(tasks, 0, rule);
  return outcome.result === 'kill' ? (scored.find(({ row }) => row.pid === outcome.chosenPid) ?? null) : null;
}
