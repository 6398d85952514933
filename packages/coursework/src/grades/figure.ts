import { type Hundredths, type Rubric, type RubricItem, rubricOutOf } from '../rubric/rubric.ts';
import { applyLate } from '../work/lateness.ts';
import { type AutomaticFigure, FROZEN_EVIDENCE, type ReleasedStudent } from './events.ts';
import { type Cell, cellOf, type Grades, pointsOf, type Release, releasedPoints } from './grades.ts';

/** What grading reads of a student's work today, before a release freezes it. */
export type LiveStudent = {
  latePercent: number;
  /** By automatic item. */
  verdicts: Record<string, AutomaticFigure | null>;
};

/** One cell, as every reader shows it. */
export type ItemFigure = {
  itemId: string;
  title: string;
  outOf: Hundredths;
  isBonus: boolean;
  /** What counts; null = not graded yet. */
  points: Hundredths | null;
  automatic: AutomaticFigure | null;
  cell: Cell;
};
/** All figures of one student in one assignment. */
export type Figure = {
  /** Null: not released to this student. */
  releasedAt: string | null;
  items: ItemFigure[];
  /** Sum of what is graded. */
  earned: Hundredths;
  latePercent: number;
  /** What counts in the end: `earned` without what lateness cost. */
  total: Hundredths;
  outOf: Hundredths;
  /** Items without points, so that an unfinished total is not taken for a low one. */
  ungraded: number;
};

/** Sum over the items, with what is missing counted apart. */
export function totalOf(points: readonly (Hundredths | null)[]): { points: Hundredths; ungraded: number } {
  const known = points.filter((one) => one !== null);
  return { points: known.reduce((sum, one) => sum + one, 0), ungraded: points.length - known.length };
}

type Asked = { studentId: string; rubric: Rubric; live: LiveStudent | null };

function itemFigure(item: RubricItem, cell: Cell, { release, live }: Sources): ItemFigure {
  const { id: itemId, title, outOf, isBonus = false } = item;
  const frozen = release?.figures.items.find((one) => one.itemId === itemId);
  const automatic = (release ? frozen?.automatic : live?.verdicts[itemId]) ?? null;
  const points = release ? releasedPoints(cell, frozen) : pointsOf(cell, automatic);
  return { itemId, title, outOf, isBonus, points, automatic, cell };
}
type Sources = { release: Release | undefined; live: LiveStudent | null };

/**
 * The figures of a student: what desk, gradebook, CSV and the student's own page show. Once released, they are what was frozen
 * and what a person changed since, wherever the student is today; before, what a person gave over `live` (null = not known).
 */
export function figureOf(grades: Grades, { studentId, rubric, live }: Asked): Figure {
  const release = grades.releases.get(studentId);
  const items = rubric.items.map((item) =>
    itemFigure(item, cellOf(grades, { studentId, itemId: item.id }), { release, live }),
  );
  const { points: earned, ungraded } = totalOf(items.map((item) => item.points));
  const latePercent = (release ? release.figures.latePercent : live?.latePercent) ?? 0;
  const total = applyLate(earned, latePercent);
  return { releasedAt: release?.at ?? null, items, earned, latePercent, total, outOf: rubricOutOf(rubric), ungraded };
}

/** The figures of a student as a release freezes them. */
export function releasedStudent(
  grades: Grades,
  { seal, ...asked }: Asked & Pick<ReleasedStudent, 'seal'>,
): ReleasedStudent {
  const { items, latePercent } = figureOf(grades, asked);
  return {
    studentId: asked.studentId,
    seal,
    latePercent,
    items: items.map(({ itemId, points, automatic }) => ({
      itemId,
      points,
      automatic: automatic && { ...automatic, evidence: automatic.evidence.slice(0, FROZEN_EVIDENCE) },
    })),
  };
}
