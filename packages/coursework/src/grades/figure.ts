import { type Hundredths, type Rubric, type RubricItem, rubricOutOf, totalOf } from '../rubric/rubric.ts';
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
  isPenalty: boolean;
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

type Asked = { studentId: string; rubric: Rubric; live: LiveStudent | null };

/** What an item is called and worth, without how it is decided. */
type Heading = Pick<RubricItem, 'id' | 'title' | 'outOf' | 'isBonus' | 'isPenalty'>;

/** The items that a figure has: those of its release, as they were then; else those of today's rubric. */
function headingsOf({ items }: Rubric, release: Release | undefined): readonly Heading[] {
  const frozen = (release?.figures.items ?? []).flatMap(({ itemId: id, title, outOf, isBonus, isPenalty }) =>
    title === undefined || outOf === undefined ? [] : [{ id, title, outOf, isBonus, isPenalty }],
  );
  return frozen.length > 0 ? frozen : items;
}

function itemFigure(item: Heading, cell: Cell, { release, live }: Sources): ItemFigure {
  const { id: itemId, title, outOf, isBonus = false, isPenalty = false } = item;
  const frozen = release?.figures.items.find((one) => one.itemId === itemId);
  const automatic = (release ? frozen?.automatic : live?.verdicts[itemId]) ?? null;
  const points = release ? releasedPoints(cell, frozen) : pointsOf(cell, automatic);
  return { itemId, title, outOf, isBonus, isPenalty, points, automatic, cell };
}
type Sources = { release: Release | undefined; live: LiveStudent | null };

/**
 * The figures of a student: what desk, gradebook, CSV and the student's own page show. Once released, they are what was frozen
 * and what a person changed since, wherever the student is today; before, what a person gave over `live` (null = not known).
 */
export function figureOf(grades: Grades, { studentId, rubric, live }: Asked): Figure {
  const release = grades.releases.get(studentId);
  const headings = headingsOf(rubric, release);
  const caps = headings === rubric.items ? rubric.caps : release?.figures.caps;
  const items = headings.map((item) =>
    itemFigure(item, cellOf(grades, { studentId, itemId: item.id }), { release, live }),
  );
  const { points: earned, ungraded } = totalOf(items, caps);
  const latePercent = (release ? release.figures.latePercent : live?.latePercent) ?? 0;
  const total = applyLate(earned, latePercent);
  const outOf = rubricOutOf({ items: headings, caps });
  return { releasedAt: release?.at ?? null, items, earned, latePercent, total, outOf, ungraded };
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
    ...(asked.rubric.caps ? { caps: asked.rubric.caps } : {}),
    items: items.map(({ itemId, title, outOf, isBonus, isPenalty, points, automatic }) => ({
      itemId,
      ...{ title, outOf, ...(isBonus ? { isBonus } : {}), ...(isPenalty ? { isPenalty } : {}) },
      points,
      automatic: automatic && { ...automatic, evidence: automatic.evidence.slice(0, FROZEN_EVIDENCE) },
    })),
  };
}
