import { type LateRule, latenessOf, type Window } from '@overcommit/coursework';
import { zonedWords } from '../../timeZone.ts';
import type { Team } from './types.ts';

/** What of an assignment can be changed. */
export type Changeable = Window & {
  title: string;
  timeZone: string;
  lateRule: LateRule | null;
  policy: string | null;
  settings: Record<string, string>;
  memKb: number | null;
  swapKb: number | null;
  seedRule: string;
  regradeDays: number | null;
};

type Change = { before: Changeable; after: Changeable; teams: readonly Team[]; now: Date };

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What a change does, each a sentence for the person who is about to make it. Empty: it changes nothing. */
export function changesOf(change: Change): string[] {
  const { before, after } = change;
  return [
    ...(before.title === after.title ? [] : [`Title: “${before.title}” becomes “${after.title}”.`]),
    ...(before.timeZone === after.timeZone ? [] : [`Dates are shown in ${after.timeZone} from now on.`]),
    ...dateChanges(change),
    ...(isSame(before.lateRule, after.lateRule) ? [] : [`Late rule: ${ruleWords(after.lateRule)}`]),
    ...lateChanges(change),
    ...kernelChanges(change),
    ...(before.attempts === after.attempts ? [] : [`Attempts: ${after.attempts ?? 'any number'} for each group.`]),
    ...(before.regradeDays === after.regradeDays
      ? []
      : [
          `A regrade may be asked for ${after.regradeDays === null ? 'at any time' : `for ${counted(after.regradeDays, 'day')} after the release`}.`,
        ]),
  ];
}

function dateChanges({ before, after, teams, now }: Change): string[] {
  const words = (at: Date | null) => (at ? zonedWords(after.timeZone, at) : 'no date');
  const moved = (['opensAt', 'dueAt', 'closesAt'] as const)
    .filter((name) => before[name]?.getTime() !== after[name]?.getTime())
    .map(
      (name) =>
        `${{ opensAt: 'Opens', dueAt: 'Due', closesAt: 'Closes' }[name]}: ${words(before[name])} becomes ${words(after[name])}.`,
    );
  if (before.dueAt?.getTime() === after.dueAt?.getTime()) return moved;
  const sealed = teams.filter(({ submission }) => submission.seal?.reason === 'due').length;
  const isOver = after.dueAt !== null && after.dueAt <= now;
  const open = teams.filter(({ submission }) => !submission.seal).length;
  return [
    ...moved,
    ...(sealed > 0 ? [`${counted(sealed, 'group')} sealed at the old due date: sealed again at the new one.`] : []),
    ...(isOver && open > 0 ? [`${counted(open, 'group')} without a hand-in: sealed at once, as it was then.`] : []),
  ];
}

function ruleWords(rule: LateRule | null): string {
  if (!rule) return 'a late hand-in costs nothing.';
  const grace = rule.graceMinutes === 0 ? '' : ` after ${counted(rule.graceMinutes, 'minute')}`;
  return `${rule.percent} % for each started ${rule.per}${grace}, at most ${rule.capPercent} %.`;
}

/** Hand-ins that become late, or cost something else than before. */
function lateChanges({ before, after, teams }: Change): string[] {
  return teams.flatMap(({ name, window, submission: { seal } }) => {
    // An extension stays: only a team by the assignment's own due date is moved with it.
    if (seal?.reason !== 'handIn' || window.dueAt?.getTime() !== before.dueAt?.getTime()) return [];
    const at = new Date(seal.asOf);
    const [was, is] = [latenessOf(before, before.lateRule, at), latenessOf(after, after.lateRule, at)];
    if (was.percent === is.percent) return [];
    return [`${name}: its hand-in loses ${is.percent} % instead of ${was.percent} %.`];
  });
}

function kernelChanges({ before, after, teams }: Change): string[] {
  const kernelOf = ({ policy, settings, memKb, swapKb, seedRule }: Changeable) => [
    policy,
    settings,
    memKb,
    swapKb,
    seedRule,
  ];
  if (isSame(kernelOf(before), kernelOf(after))) return [];
  const machines = teams.reduce((sum, team) => sum + team.machines.length, 0);
  const rest =
    machines === 0
      ? ''
      : ` ${counted(machines, 'machine')} exist${machines === 1 ? 's' : ''} and stay as ${machines === 1 ? 'it is' : 'they are'}.`;
  return [`Kernel and sizes count for machines that are made from now on.${rest}`];
}
