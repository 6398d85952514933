import type { EventUpcaster, JsonObject, StoredEvent } from '@overcommit/event-store';
import { upcastEvent } from '@overcommit/event-store';
import type { Verdict } from '../rubric/evaluate.ts';
import type { Cap, Hundredths } from '../rubric/rubric.ts';

/** Which cell of the gradebook: one student, one item of an assignment. Ids only; names live elsewhere. */
export type CellRef = { studentId: string; itemId: string };

/** What the log said of an item: its verdict, in words, and the entries of one machine that decided it. */
export type AutomaticFigure = {
  /** Null where an old release kept the points only. */
  verdict: Verdict | null;
  points: Hundredths;
  explanation: string;
  /** The machine of `evidence`; null where nothing shows it. */
  machineId: string | null;
  /** Numbers of entries, ascending, at most `FROZEN_EVIDENCE` of them. */
  evidence: number[];
};
export const FROZEN_EVIDENCE = 20;

export type ReleasedItem = {
  itemId: string;
  /** The item as it was then. Missing in earlier releases: what today's rubric says then counts. */
  title?: string;
  outOf?: Hundredths;
  isBonus?: boolean;
  isPenalty?: boolean;
  /** What counted; null = not graded. Missing in releases of schema version 1: what stood in the stream then counts. */
  points?: Hundredths | null;
  automatic: AutomaticFigure | null;
};

/** The figures of one student as they were released. They never change; a later correction is an event of its own. */
export type ReleasedStudent = {
  studentId: string;
  /** What was graded: the version of the team's submission stream; null = nothing was handed in. */
  seal: { teamId: string; version: number } | null;
  /** Percent of the earned points that were lost because the work was late. */
  latePercent: number;
  items: ReleasedItem[];
  caps?: Cap[];
};

/** Grades are a stream of these, one stream an assignment. Never edited: a later one counts. */
export type GradeEvent =
  /** Points by a person: all members at once for an item of the group. On an automatic item they override the verdict, and the note is the reason. */
  | {
      type: 'PointsSet';
      studentIds: string[];
      itemId: string;
      points: Hundredths;
      note: string;
      /** Ids of comments from the bank. */
      remarks: string[];
      /** Id of the item's named level that was chosen. */
      level: string | null;
      by: string;
    }
  /** The person's points are taken back; an automatic verdict counts again. */
  | { type: 'PointsCleared'; studentIds: string[]; itemId: string; note: string; by: string }
  /** Marked for a second look, or no longer. */
  | { type: 'Flagged'; studentIds: string[]; itemId: string; on: boolean; by: string }
  /** A grader looked at who is behind the pseudonyms. */
  | { type: 'Revealed'; studentIds: string[] | 'all'; by: string }
  /** These students see their grades from here on. A further release adds students and freezes those named in it anew. */
  | { type: 'Released'; by: string; rubricVersion: string; figures: ReleasedStudent[] }
  | { type: 'Withdrawn'; by: string }
  /** At an item, and at an entry of a machine where the student named one. */
  | (CellRef & { type: 'RegradeAsked'; machineId: string | null; seq: number | null; text: string })
  | (CellRef & { type: 'RegradeAnswered'; upheld: boolean; text: string; by: string })
  | RubricChanged;

/** The rubric is another one from here on. Points that a person gave stay. */
export type RubricChanged = {
  type: 'RubricChanged';
  version: string;
  /** What it did to the scores, in a sentence. */
  effect: string;
  by: string;
  /** By item: the points that it may have now. Points outside, of students who are not released, are moved to its end. */
  ranges?: Record<string, [Hundredths, Hundredths]>;
  /** Items whose meaning is another: points that a person gave there are flagged for a second look. */
  again?: string[];
};

export type RecordedGradeEvent = { version: number; recordedAt: string; event: GradeEvent };

/** Schema version of the events that are written today. */
export const GRADE_SCHEMA_VERSION = 2;

type OldCell = { machineId: string; studentId: string; points: Hundredths; itemId: string };

function withoutMachine({ machineId: _machine, studentId, ...rest }: JsonObject): JsonObject {
  return { ...rest, studentIds: [studentId] };
}

/** One figure a student. Who had several machines keeps the best points of each item. */
function figuresOf(automatic: readonly OldCell[]): ReleasedStudent[] {
  const students = new Map<string, ReleasedStudent>();
  for (const { studentId, machineId, itemId, points } of automatic) {
    const student = students.get(studentId) ?? { studentId, seal: null, latePercent: 0, items: [] };
    students.set(studentId, student);
    const item = { itemId, automatic: { verdict: null, points, explanation: '', machineId, evidence: [] } };
    const at = student.items.findIndex((one) => one.itemId === itemId);
    if (at < 0) student.items.push(item);
    else if ((student.items[at]?.automatic?.points ?? 0) < points) student.items[at] = item;
  }
  return [...students.values()];
}

/** From schema version 1, where a cell belonged to a machine. */
export const gradeUpcasters: readonly EventUpcaster[] = [
  { type: 'PointsSet', from: 1, upcast: (data) => ({ ...withoutMachine(data), remarks: [], level: null }) },
  { type: 'PointsCleared', from: 1, upcast: withoutMachine },
  {
    type: 'Released',
    from: 1,
    upcast: ({ automatic, ...rest }) => ({ ...rest, rubricVersion: '', figures: figuresOf(automatic as OldCell[]) }),
  },
  { type: 'RegradeAsked', from: 1, upcast: (data) => ({ ...data, seq: null }) },
  { type: 'RegradeAnswered', from: 1, upcast: ({ machineId: _machine, ...rest }) => ({ ...rest, upheld: false }) },
];

/** A stored event of a grade stream, lifted to today's shape. */
export function recordedGrade(stored: StoredEvent): RecordedGradeEvent {
  const { version, recordedAt, type, data } = upcastEvent({ events: gradeUpcasters, snapshots: [] }, stored);
  return { version, recordedAt, event: { type, ...data } as GradeEvent };
}
