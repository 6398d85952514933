/** Where the formula and the print do not say the same: why. */
import { divide } from '@overcommit/engine/formulas';
import type { Report } from '../types.ts';
import type { Context } from './context.ts';
import { figures, named } from './words.ts';

/** Null: they agree, or there is nothing to compare. `before`: reports that stand before this one in the text. */
export function differenceOf(context: Context, before: readonly Report[]): string | null {
  const { report, scores } = context;
  if (report.victim === null || report.killer !== 'kernel') return null;
  if (report.isVictimOfBefore)
    return `The kill of ${named(report.victim)} stands before this event's first line: it belongs to an event before. Whom this one killed is not in the text.`;
  const chosenElse = threadOrChild(context);
  if (chosenElse !== null) return chosenElse;
  if (scores === null || scores.chosen === null) return null;
  if (scores.chosen.row.pid !== report.victim.pid) return otherVictim(context, before);
  return otherScore(context);
}

/** The line of the choice and the line of the kill name two pids. */
function threadOrChild({ report, scores }: Context): string | null {
  const { chosen, victim, tasks } = report;
  if (chosen === null || victim === null || chosen.pid === victim.pid) return null;
  const isRow = tasks.some(({ pid }) => pid === chosen.pid);
  if (tasks.length > 0 && !isRow)
    return `${chosen.pid} is a thread of ${named(victim)}: the kernel chose the thread and killed its process.`;
  const rule = scores?.rules.era.victimModern.childSacrifice ?? true;
  if (rule && (isRow || chosen.name !== victim.name) && tasks.length > 0)
    return `${named(chosen)} had the most points, but up to Linux 5.1 its worst child dies in its place: ${named(victim)}.`;
  return chosen.name === victim.name
    ? `${chosen.pid} and ${victim.pid} are two numbers of one program: a thread and its process, or a parent and the child that died in its place.`
    : `${named(chosen)} was chosen and ${named(victim)} died: a child in its parent's place (up to Linux 5.1), or ${chosen.pid} is a thread of it.`;
}

function otherVictim({ report, scores, victimRow }: Context, before: readonly Report[]): string {
  const { victim } = report;
  const first = scores?.chosen?.row;
  if (!victim || !first || !scores) return '';
  const formula = `By the formula ${named(first)} comes first.`;
  if (report.killsAsker)
    return `${formula} But vm.oom_kill_allocating_task is set: the process that asked dies, whoever it is.`;
  if (before.some((one) => one.victim?.pid === first.pid))
    return `${formula} But it had been killed an event before and was on its way out: it cannot be chosen twice.`;
  if (victimRow === null && (report.hasRowsMissing || report.tasks.length < 3))
    return `${formula} But the row of ${named(victim)} is not in this text, so the comparison lacks it.`;
  if (victimRow?.exempt)
    return `${formula} ${named(victim)} may not be chosen (${victimRow.exempt}); it died because it shared the memory of the one that was.`;
  if (scores.rules.era.victimModern.childSacrifice)
    return `${formula} Up to Linux 5.1 the worst child of the chosen process dies in its place: ${named(victim)} is such a child if ${first.pid} is its parent.`;
  if (report.constraint === 'CONSTRAINT_CPUSET' || report.constraint === 'CONSTRAINT_MEMORY_POLICY')
    return `${formula} But only processes that may use the same memory nodes are compared, and the table does not print their nodes.`;
  if (report.isGroup) return `${formula} But only processes of the group ${report.group.path ?? ''} are compared.`;
  return `${formula} The table is printed before the choice: ${named(first)} had ended or been killed meanwhile, or was in a vfork, which the table does not show.`;
}

/** They agree on the process; the printed thousandths are others. */
function otherScore({ report, scores, victimRow }: Context): string | null {
  const printed = report.victim?.score ?? null;
  if (printed === null || scores === null || victimRow === null) return null;
  const { pages, lacks } = scores.divisor;
  if (pages === null) return null;
  const computed = scores.unit === 'per-mille' ? victimRow.points : divide(victimRow.points * 1000, pages);
  const apart = printed - computed;
  if (Math.abs(apart) <= 1) return null;
  const both = `The kernel printed ${figures(printed)}, the table gives ${figures(computed)}.`;
  if (lacks !== null && apart < 0)
    return `${both} The divisor is the group's limit and ${lacks}, which a group's report does not print.`;
  if (apart >= 20 && apart <= 33 && victimRow.row.uid === 0)
    return `${both} Its owner is root of a container: without CAP_SYS_ADMIN it does not get root's bonus of 3 %.`;
  if (apart > 0 && apart <= 5) return `${both} Page tables count too, and this table does not print all of them.`;
  return `${both} The table is printed a moment before the score is computed, and the process changed meanwhile.`;
}
