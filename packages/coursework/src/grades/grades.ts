import { formatPoints, type Hundredths, type Rubric, type RubricItem } from '../rubric/rubric.ts';

/** Which cell of the gradebook: one student, one item. Ids only; names live elsewhere. */
export type CellRef = { machineId: string; studentId: string; itemId: string };

/** Grades are a stream of these, one stream an assignment. Never edited: a later one counts. */
export type GradeEvent =
  /** Points and a note by a person. On an automatic item they override the log's verdict, and the note is the reason. */
  | (CellRef & { type: 'PointsSet'; points: Hundredths; note: string; by: string })
  /** The person's points are taken back; an automatic verdict counts again. */
  | (CellRef & { type: 'PointsCleared'; note: string; by: string })
  /** Students see their grades from here on. `automatic` freezes the verdicts as they stood. */
  | { type: 'Released'; by: string; automatic: (CellRef & { points: Hundredths })[] }
  | { type: 'Withdrawn'; by: string }
  | { type: 'RegradeAsked'; machineId: string; studentId: string; itemId: string; text: string }
  | { type: 'RegradeAnswered'; machineId: string; studentId: string; itemId: string; text: string; by: string };

export type Cell = {
  /** Changes to this cell so far; sent back with the next one. */
  version: number;
  manual: { points: Hundredths; note: string; by: string; at: string } | null;
  /** Frozen by the release; null before it. */
  released: Hundredths | null;
  regrade: { asked: string; answered: string | null } | null;
};

export type Grades = {
  /** Version of the stream that these were folded from. */
  version: number;
  /** When students began to see them, as the store recorded it; null while they do not. */
  releasedAt: string | null;
  cells: Map<string, Cell>;
};

export type RecordedGradeEvent = { version: number; recordedAt: string; event: GradeEvent };

const keyOf = (ref: CellRef): string => JSON.stringify([ref.studentId, ref.machineId, ref.itemId]);
const EMPTY: Cell = { version: 0, manual: null, released: null, regrade: null };

export const emptyGrades = (): Grades => ({ version: 0, releasedAt: null, cells: new Map() });

/** The cell as it stands; an untouched one has version 0. */
export function cellOf(grades: Grades, ref: CellRef): Cell {
  return grades.cells.get(keyOf(ref)) ?? EMPTY;
}

function changed(grades: Grades, ref: CellRef, change: Partial<Cell>): void {
  const before = cellOf(grades, ref);
  grades.cells.set(keyOf(ref), { ...before, version: before.version + 1, ...change });
}

function evolveGrades(grades: Grades, { event, recordedAt }: RecordedGradeEvent): void {
  switch (event.type) {
    case 'PointsSet': {
      const { points, note, by } = event;
      changed(grades, event, { manual: { points, note, by, at: recordedAt } });
      break;
    }
    case 'PointsCleared':
      changed(grades, event, { manual: null });
      break;
    case 'Released':
      grades.releasedAt = recordedAt;
      for (const one of event.automatic) grades.cells.set(keyOf(one), { ...cellOf(grades, one), released: one.points });
      break;
    case 'Withdrawn':
      grades.releasedAt = null;
      break;
    case 'RegradeAsked':
      changed(grades, event, { regrade: { asked: event.text, answered: null } });
      break;
    case 'RegradeAnswered': {
      const asked = cellOf(grades, event).regrade?.asked ?? '';
      changed(grades, event, { regrade: { asked, answered: event.text } });
      break;
    }
    default:
      unreachable(event);
  }
}

function unreachable(event: never): never {
  throw new Error(`an unknown grade event: ${JSON.stringify(event)}`);
}

/** The gradebook of one assignment: a fold, like everything else. @throws on a gap in the versions. */
export function foldGrades(events: readonly RecordedGradeEvent[]): Grades {
  const grades = emptyGrades();
  for (const recorded of events) {
    if (recorded.version !== grades.version + 1)
      throw new Error(`grade events jump from ${grades.version} to ${recorded.version}`);
    evolveGrades(grades, recorded);
    grades.version = recorded.version;
  }
  return grades;
}

export type SetPoints = CellRef & {
  /** Null takes the person's points back. */
  points: Hundredths | null;
  note: string;
  by: string;
  expectedVersion: number;
};
export type Decided =
  | { ok: true; event: GradeEvent }
  /** Another grader saved first. `current` is what they wrote; nothing is lost. */
  | { ok: false; code: 'CONFLICT'; current: Cell }
  | { ok: false; code: 'BAD_POINTS'; message: string };

function refuse(message: string): Decided {
  return { ok: false, code: 'BAD_POINTS', message };
}

function problemOf(item: RubricItem, asked: SetPoints): string | null {
  if (asked.points === null) return null;
  if (!Number.isInteger(asked.points)) return 'Points have at most two decimals.';
  if (asked.points < 0 || asked.points > item.outOf)
    return `“${item.title}” gives 0 to ${formatPoints(item.outOf)} points.`;
  if (item.kind === 'automatic' && asked.note.trim() === '')
    return 'An override of an automatic verdict needs a reason.';
  return null;
}

/** Decides whether a grader's points are written, and as which event. Each item has an expected version, so two graders never overwrite each other. */
export function decidePoints(grades: Grades, rubric: Rubric, asked: SetPoints): Decided {
  const item = rubric.items.find((one) => one.id === asked.itemId);
  if (!item) return refuse('This rubric has no such item.');
  const current = cellOf(grades, asked);
  if (current.version !== asked.expectedVersion) return { ok: false, code: 'CONFLICT', current };
  const problem = problemOf(item, asked);
  if (problem !== null) return refuse(problem);
  const { machineId, studentId, itemId, points, note, by } = asked;
  const ref = { machineId, studentId, itemId };
  if (points === null) return { ok: true, event: { type: 'PointsCleared', ...ref, note, by } };
  return { ok: true, event: { type: 'PointsSet', ...ref, points, note, by } };
}

/** What counts for a cell: a person's points over the log's verdict; null = not graded yet. */
export function pointsOf(cell: Cell, automatic: Hundredths | null): Hundredths | null {
  return cell.manual?.points ?? automatic;
}

/** Sum over the items, with what is missing counted apart, so that an unfinished total is not taken for a low one. */
export function totalOf(points: readonly (Hundredths | null)[]): { points: Hundredths; ungraded: number } {
  const known = points.filter((one) => one !== null);
  return { points: known.reduce((sum, one) => sum + one, 0), ungraded: points.length - known.length };
}
