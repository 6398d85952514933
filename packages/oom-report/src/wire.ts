import type { OomMissing, OomReport } from '@overcommit/protocol';
import { scoresOf } from './formula/scores.ts';
import { ramPagesOf } from './formula/totalPages.ts';
import type { Report } from './types.ts';

/** The short form that `--json` prints and other programs read. */
export function toWire(report: Report): OomReport {
  const ram = ramPagesOf(report);
  const missing = missingOf(report);
  return {
    killer: report.killer,
    kernel: report.kernel,
    era: report.era,
    constraint: report.constraint,
    invokedBy: report.invokedBy,
    gfp: report.gfp,
    order: report.order,
    totalRamKb: ram === null ? null : ram * report.pageKb,
    swapTotalKb: report.swapTotalKb,
    swapFreeKb: report.swapFreeKb,
    groupLimitKb: report.group.memory?.limitKb ?? null,
    tasks: report.tasks.length,
    victim: report.victim,
    previousVictim: report.previousVictim,
    alsoKilled: [...new Set(report.alsoKilled.map(({ pid }) => pid))],
    isPanic: report.isPanic,
    ended: report.killer === 'kernel' ? [] : report.other,
    chosenByFormula: chosenByFormula(report),
    isComplete: report.killer === 'kernel' && missing.every((word) => word === 'kernel release'),
    missing,
  };
}

function chosenByFormula(report: Report): OomReport['chosenByFormula'] {
  const scores = scoresOf(report);
  const chosen = scores?.divisor.pages == null ? null : scores.chosen;
  return chosen && { pid: chosen.row.pid, points: chosen.points };
}

/** What the kernel prints in a whole report and this text does not have. */
export function missingOf(report: Report): OomMissing[] {
  if (report.killer !== 'kernel') return [];
  const hasSize = report.isGroup ? report.group.memory !== null : ramPagesOf(report) !== null;
  const hasKill = report.victim !== null || report.isPanic || report.isWithoutVictim;
  const lacks: [OomMissing, boolean][] = [
    ['invoked line', report.invokedBy === null],
    ['task table', report.tasks.length === 0],
    ['kill line', !hasKill],
    ['RAM or group limit', !hasSize],
    ['kernel release', report.kernel === null],
  ];
  return lacks.filter(([, isLacking]) => isLacking).map(([word]) => word);
}
