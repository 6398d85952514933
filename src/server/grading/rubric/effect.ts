import {
  cellOf,
  figureOf,
  type Grades,
  type LiveStudent,
  type Rubric,
  type RubricItem,
  rangeOf,
  type SealVerdicts,
} from '@overcommit/coursework';
import type { RubricEffect } from '@overcommit/protocol/api';
import { liveStudents } from '../live.ts';
import type { GradedTeam, RubricDeps } from '../types.ts';

type Change = { before: Rubric; after: Rubric; grades: Grades; teams: readonly GradedTeam[] };

const sameAs = (item: RubricItem, other: RubricItem | undefined): boolean =>
  other !== undefined && JSON.stringify({ ...item, title: '' }) === JSON.stringify({ ...other, title: '' });
const inRubric = ({ items }: Rubric, id: string): RubricItem | undefined => items.find((item) => item.id === id);

/** Items that were in the rubric before and mean something else now. */
function changedItems({ before, after }: Pick<Change, 'before' | 'after'>): RubricItem[] {
  return after.items.filter((item) => inRubric(before, item.id) && !sameAs(item, inRubric(before, item.id)));
}

/** What the event of a change says: the ranges of changed items, and those whose points are looked at again. */
export function consequencesOf(change: Pick<Change, 'before' | 'after'>) {
  const changed = changedItems(change);
  const ranges = Object.fromEntries(changed.map((item) => [item.id, rangeOf(item)]));
  return { ranges, again: changed.map(({ id }) => id) };
}

/** The verdicts of the rubric as it counts today. They are kept, so that the next preview only reads them; what stopped is not. */
async function verdictsBefore(deps: RubricDeps, { before, teams }: Change): Promise<Map<string, SealVerdicts>> {
  await deps.verdicts.fill(teams, before);
  const known = await deps.verdicts.known(teams, before);
  const others = await deps.trials.of(
    teams.filter(({ teamId }) => !known.has(teamId)),
    before,
  );
  return new Map([...known, ...others]);
}

/** Of the new rubric only the items that are new or changed are worked out. */
async function verdictsAfter(
  deps: RubricDeps,
  { before, after, teams }: Change,
  known: ReadonlyMap<string, SealVerdicts>,
): Promise<Map<string, SealVerdicts>> {
  const items = after.items.filter((item) => item.kind === 'automatic' && !sameAs(item, inRubric(before, item.id)));
  const found = items.length === 0 ? new Map<string, SealVerdicts>() : await deps.trials.of(teams, { items });
  return new Map(
    teams.map(({ teamId }) => {
      const old = known.get(teamId) ?? { items: {}, credit: {} };
      return [teamId, { ...old, items: { ...old.items, ...found.get(teamId)?.items } }];
    }),
  );
}

type Score = { studentId: string; name: string; group: string; before: number; after: number };

/** The grades as they will be: the event of the change moves points that are out of range. */
function movedGrades(grades: Grades, change: Pick<Change, 'before' | 'after'>): Grades {
  const { ranges } = consequencesOf(change);
  const cells = [...grades.cells].map(([key, cell]) => {
    const [, itemId = ''] = JSON.parse(key) as string[];
    const range = ranges[itemId];
    if (!cell.manual || !range) return [key, cell] as const;
    const points = Math.min(range[1], Math.max(range[0], cell.manual.points));
    return [key, { ...cell, manual: { ...cell.manual, points } }] as const;
  });
  return { ...grades, cells: new Map(cells) };
}

function scoresOf(change: Change, known: ReadonlyMap<string, SealVerdicts>, then: ReadonlyMap<string, SealVerdicts>) {
  const { before, after, grades, teams } = change;
  const moved = movedGrades(grades, change);
  const live = (team: GradedTeam, rubric: Rubric, from: ReadonlyMap<string, SealVerdicts>) =>
    new Map<string, LiveStudent>(liveStudents(team, rubric, from.get(team.teamId) ?? { items: {}, credit: {} }));
  return teams.flatMap((team): Score[] => {
    const [was, is] = [live(team, before, known), live(team, after, then)];
    return team.members
      .filter(({ userId }) => !grades.releases.has(userId))
      .map(({ userId: studentId, name }) => ({
        ...{ studentId, name, group: team.name },
        before: figureOf(grades, { studentId, rubric: before, live: was.get(studentId) ?? null }).total,
        after: figureOf(moved, { studentId, rubric: after, live: is.get(studentId) ?? null }).total,
      }));
  });
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** "Changes 37 scores of 121: 30 up, 7 down." */
function wordsOf(scores: number, up: number, down: number): string {
  if (up + down === 0) return `Changes none of ${counted(scores, 'score')}.`;
  return `Changes ${counted(up + down, 'score')} of ${scores}: ${up} up, ${down} down.`;
}

/** What else it does: released grades, removed items with points, points that are moved and looked at again. */
function notesOf(change: Change): string[] {
  const { before, after, grades, teams } = change;
  const students = teams.flatMap(({ members }) => members.map(({ userId }) => userId));
  const graded = (itemId: string) =>
    students.filter((studentId) => !grades.releases.has(studentId) && cellOf(grades, { studentId, itemId }).manual);
  const removed = before.items.filter((item) => !inRubric(after, item.id));
  return [
    ...(grades.releases.size > 0
      ? [
          `${counted(grades.releases.size, 'grade')} ${grades.releases.size === 1 ? 'is' : 'are'} released and ${grades.releases.size === 1 ? 'stays as it was' : 'stay as they were'}. Hide the grades and release them again to change them.`,
        ]
      : []),
    ...removed.flatMap(({ id, title }) => {
      const count = graded(id).length;
      return count === 0
        ? []
        : [`“${title}” is removed: points of ${counted(count, 'student')} no longer count. They stay in the log.`];
    }),
    ...changedItems(change).flatMap((item) => {
      const [least, most] = rangeOf(item);
      const cells = graded(item.id).map(
        (studentId) => cellOf(grades, { studentId, itemId: item.id }).manual?.points ?? 0,
      );
      const outside = cells.filter((points) => points < least || points > most).length;
      if (cells.length === 0) return [];
      return [
        `“${item.title}” is changed: points that a person gave to ${counted(cells.length, 'student')} stay, and are flagged for a second look.`,
        ...(outside > 0 ? [`“${item.title}”: ${counted(outside, 'score')} above the new maximum move to it.`] : []),
      ];
    }),
  ];
}

/** What a changed rubric would do. Nothing is written but projections and today's verdicts, which are kept anyway. */
export async function rubricEffect(deps: RubricDeps, change: Change): Promise<RubricEffect> {
  const known = await verdictsBefore(deps, change);
  const then = await verdictsAfter(deps, change, known);
  const scores = scoresOf(change, known, then);
  const changes = scores.filter(({ before, after }) => before !== after);
  const up = changes.filter(({ before, after }) => after > before).length;
  const down = changes.length - up;
  return { scores: scores.length, up, down, words: wordsOf(scores.length, up, down), changes, notes: notesOf(change) };
}
