/** A report in sentences, with its table. */
import { divide } from '@overcommit/engine/formulas';
import type { OomMissing } from '@overcommit/protocol';
import type { Scores } from '../formula/scores.ts';
import type { Report } from '../types.ts';
import { missingOf } from '../wire.ts';
import { type Change, changesOf } from './changes.ts';
import { type Context, contextOf } from './context.ts';
import { differenceOf } from './difference.ts';
import { type Filled, filledBy, type Holder, holdersIn } from './filled.ts';
import { HOW_THEY_CHOOSE } from './others.ts';
import { type Answer, answersOf } from './questions.ts';
import { askedBy, shortageOf } from './shortage.ts';
import { figures, named, size } from './words.ts';

export type Explanation = {
  /** Who died. */
  title: string;
  /** Why, in one sentence. */
  why: string;
  /** Who asked. */
  asked: string | null;
  /** What ran out. */
  shortage: string | null;
  /** How this killer chooses. */
  how: string;
  scores: Scores | null;
  /** By how much, and who comes next. */
  margin: string | null;
  /** Why formula and print differ. */
  difference: string | null;
  filled: Filled[];
  holders: Holder[];
  changes: Change[];
  answers: Answer[];
  /** What is not in the text, in words. */
  missing: string[];
};

/** `before`: the reports that stand before it in the text. */
export function explain(report: Report, before: readonly Report[] = []): Explanation {
  const context = contextOf(report);
  const isKernel = report.killer === 'kernel';
  return {
    title: titleOf(report),
    why: whyOf(context),
    asked: askedBy(report),
    shortage: isKernel ? shortageOf(context) : null,
    how: howOf(context),
    scores: context.scores,
    margin: marginOf(context),
    difference: differenceOf(context, before),
    filled: filledBy(context),
    holders: holdersIn(report),
    changes: changesOf(context),
    answers: answersOf(context),
    missing: missingOf(report).map((word) => MISSING[word]),
  };
}

const MISSING: Record<OomMissing, string> = {
  'invoked line': 'the line “… invoked oom-killer”, so who asked is not known',
  'task table': 'the table of processes, so points cannot be computed',
  'kill line': 'the line of the kill, so who died is not known',
  'RAM or group limit': 'the size of the memory or the group’s limit, so shares and adjustments cannot be computed',
  'kernel release': 'the kernel’s release, so the formula is taken from the table’s columns',
};

export function titleOf(report: Report): string {
  const { victim, other, isPanic, killer } = report;
  const [kill] = other;
  if (killer !== 'kernel')
    return kill
      ? `${kill.pid === null ? kill.what : named({ name: kill.what, pid: kill.pid })} was ended by ${killer}`
      : `${killer} acted`;
  if (victim !== null && report.isVictimOfBefore)
    return `${report.invokedBy ?? 'A process'} called the killer; whom it killed is not in the text`;
  if (victim !== null) {
    const more = new Set(report.alsoKilled.map(({ pid }) => pid).filter((pid) => pid !== victim.pid)).size;
    const others = more > 0 ? `, and ${figures(more)} more with it` : '';
    return `${named(victim)} was killed${others}${isPanic ? '; then the kernel panicked' : ''}`;
  }
  if (isPanic) return 'The kernel panicked: it found nothing to kill, or was told not to';
  if (kill) return `A ${kill.what === 'container' ? 'container' : `unit (${kill.what})`} was killed at its limit`;
  return report.invokedBy === null
    ? 'The killer ran; whom it killed is not in the text'
    : `${report.invokedBy} called the killer; whom it killed is not in the text`;
}

function whyOf(context: Context): string {
  const { report, scores, victimRow } = context;
  if (report.killer !== 'kernel') return report.other[0]?.because ?? HOW_THEY_CHOOSE[report.killer];
  if (report.isWithoutVictim && report.victim === null) return 'No process was left that the kernel may kill.';
  const where = report.isGroup
    ? 'its group was at its limit'
    : report.isBySysrq
      ? 'a person asked for it'
      : report.constraint === 'CONSTRAINT_MEMORY_POLICY' || report.constraint === 'CONSTRAINT_CPUSET'
        ? 'the memory nodes that the request may use were full'
        : 'memory had run out';
  if (report.victim === null || report.isVictimOfBefore) return `${capitalised(where)}, and the killer was called.`;
  if (report.killsAsker) return `Because ${where} and vm.oom_kill_allocating_task is set: the process that asks dies.`;
  const printedAdj = report.victim.adj ?? 0;
  if ((!scores || !victimRow) && printedAdj > 0)
    return `Because ${where} and its oom_score_adj of ${figures(printedAdj)} adds as many thousandths of the memory to its points, however little it holds.`;
  if (!scores || !victimRow) return `Because ${where} and it had the most points of those that could be chosen.`;
  if (victimRow.rank !== 1)
    return `Because ${where}. By the table alone another process has more points; the reason is below.`;
  const adj = victimRow.row.oomScoreAdj ?? 0;
  const held = size((victimRow.row.rssPages + (victimRow.row.swapPages ?? 0)) * report.pageKb);
  if (context.filler && context.filler.pid !== victimRow.row.pid && adj > 0)
    return `Because ${where} and its oom_score_adj of ${figures(adj)} put it first, though it holds only ${held}.`;
  return `Because ${where} and it had the most points: it held ${held}${adj === 0 ? '' : `, with an oom_score_adj of ${figures(adj)}`}.`;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function marginOf({ report, scores, victimRow, runnerUp }: Context): string | null {
  if (!scores || !victimRow || victimRow.rank !== 1) return null;
  if (!runnerUp) return 'No other process could be chosen.';
  const apart = victimRow.points - runnerUp.points;
  if (apart === 0)
    return `${named(runnerUp.row)} has the same points; of equals this release takes the ${scores.rules.era.victimModern.tie}.`;
  const amount =
    scores.unit === 'pages'
      ? `${figures(apart)} points, which is ${size(apart * report.pageKb)}`
      : `${figures(apart)} thousandths`;
  const { pages } = scores.divisor;
  const share =
    pages !== null && scores.unit === 'pages'
      ? ` (${figures(divide(victimRow.points * 1000, pages))} against ${figures(divide(runnerUp.points * 1000, pages))} of 1000)`
      : '';
  return `${named(runnerUp.row)} comes next, ${amount} behind${share}.`;
}

/** The formula in words. */
function howOf({ report, scores }: Context): string {
  if (report.killer !== 'kernel') return HOW_THEY_CHOOSE[report.killer];
  if (!scores) return HOW_THEY_CHOOSE.kernel;
  const { rules, unit, divisor } = scores;
  const root =
    unit === 'per-mille' || rules.era.badnessPages.root === 'adj-30'
      ? '; root gets 3 % of the memory off'
      : rules.era.badnessPages.root === '-3%'
        ? '; root gets 3 % of its own use off'
        : '';
  const tables = unit === 'per-mille' && report.era === 'A' ? '' : ' + page tables';
  const of = { machine: 'RAM and swap', nodes: 'the allowed nodes and swap', group: 'the group’s limit' }[divisor.of];
  const sum =
    unit === 'pages'
      ? `resident pages + swap${tables} + oom_score_adj thousandths of ${of}`
      : `thousandths of ${of}: resident pages${report.era === 'A' ? ' (swap and page tables count, but this table does not print them)' : ` + swap${tables}`} + oom_score_adj`;
  const by = rules.isByTable
    ? `as kernels with such a table do (Linux ${rules.release})`
    : `Linux ${rules.release}${rules.distribution ? `, ${rules.distribution}` : ''}`;
  return `Points by ${by}: ${sum}${root}.`;
}
