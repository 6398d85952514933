import { stringify } from 'csv-stringify/browser/esm/sync';
import { formatPoints, type Hundredths, type Rubric, rubricOutOf } from '../rubric/rubric.ts';
import type { Figure } from './figure.ts';

export type GradebookRow = {
  /** Stable: the same student has the same id in every export. */
  studentId: string;
  name: string;
  email: string;
  group: string;
  /** By assignment id; missing = nothing is known of this student there. */
  figures: Record<string, Pick<Figure, 'items' | 'total' | 'latePercent' | 'ungraded'>>;
};
export type GradebookAssignment = { id: string; title: string; rubric: Rubric };

/** A sign that begins a formula, at the start of a cell or behind what some spreadsheets take for the end of one. */
const FORMULA = /(^|[;,\t\r\n|"])(\s*)([=+\-@\t\r])/g;

/**
 * A spreadsheet runs a cell that starts like a formula: a ' before the sign makes it text. Where lists are separated by
 * semicolons, `a;=1+1` in one cell of a file with commas is a cell of its own, so the sign is looked for there too.
 */
export function formulaSafe(text: string): string {
  return text.replace(FORMULA, "$1'$2$3");
}

const cell = (points: Hundredths | null | undefined): string => (points == null ? '' : formatPoints(points));

function assignmentCells({ id, rubric }: GradebookAssignment, row: GradebookRow): string[] {
  const figure = row.figures[id];
  const points = rubric.items.map((item) => figure?.items.find((one) => one.itemId === item.id)?.points ?? null);
  const { total = null, latePercent = 0, ungraded = points.length } = figure ?? {};
  return [
    ...points.map(cell),
    latePercent === 0 ? '' : String(latePercent),
    ungraded === points.length ? '' : cell(total),
    String(ungraded),
  ];
}

function assignmentHeads({ id, title, rubric }: GradebookAssignment): string[] {
  const items = rubric.items.map((item) => `${id}/${item.id} (of ${formatPoints(item.outOf)})`);
  const total = `${id}/total (of ${formatPoints(rubricOutOf(rubric))}) ${title}`;
  return [...items, `${id}/late (percent lost)`, total, `${id}/ungraded`];
}

/**
 * The gradebook as CSV: one line a student, for each assignment one column an item, what lateness cost, the total after that, and how many items have no grade.
 * Points are exact decimals with a point; a cell that a spreadsheet would run gets a leading apostrophe. Ends in CRLF, as RFC 4180 says.
 */
export function gradebookCsv(assignments: readonly GradebookAssignment[], rows: readonly GradebookRow[]): string {
  const head = ['student_id', 'name', 'email', 'group', ...assignments.flatMap(assignmentHeads)];
  const body = rows.map((row) => [
    row.studentId,
    row.name,
    row.email,
    row.group,
    ...assignments.flatMap((assignment) => assignmentCells(assignment, row)),
  ]);
  return stringify(
    [head, ...body].map((line) => line.map(formulaSafe)),
    { record_delimiter: '\r\n' },
  );
}
