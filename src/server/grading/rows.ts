import { createHash } from 'node:crypto';
import {
  type Cell,
  cellOf,
  type Grades,
  type Hundredths,
  type ItemResult,
  pointsOf,
  type RubricItem,
} from '@overcommit/coursework';
import type { GradeRow, RubricItemShape } from '@overcommit/protocol/api';
import type { GradedAssignment } from './graded.ts';
import { automaticResults } from './machineLog.ts';
import type { GradedMachine, GradedStudent, GradingDeps } from './types.ts';

const NAMES = [
  ...[
    'otter',
    'quince',
    'lichen',
    'heron',
    'basalt',
    'plover',
    'sorrel',
    'magpie',
    'tansy',
    'fennel',
    'marten',
    'juniper',
  ],
  ...['curlew', 'granite', 'bramble', 'newt', 'sedge', 'wren', 'flint', 'clover', 'badger', 'hazel', 'finch', 'slate'],
];

/** Stable for an assignment, and meaningless outside it. */
export function pseudonymOf(assignmentId: string, studentId: string): string {
  const digest = createHash('sha256').update(`${assignmentId}\n${studentId}`).digest();
  return `${NAMES[digest.readUInt32BE(0) % NAMES.length]}-${digest.readUInt16BE(4) % 1000}`;
}

export function itemShape(item: RubricItem): RubricItemShape {
  const { id, title, kind, scope, outOf, isBonus = false } = item;
  const predicate = item.kind === 'automatic' ? item.earned : null;
  const guidance = item.kind === 'manual' ? (item.guidance ?? null) : null;
  return { id, title, kind, scope, outOf, isBonus, predicate, guidance };
}

const missed = (explanation: string) => ({ verdict: 'missed' as const, points: 0, explanation, evidence: [] });

/** A group item has one result for all. A member item has one per actor; a student without a seat did nothing and gets none. */
function resultFor(item: RubricItem, student: GradedStudent, results: readonly ItemResult[]): GradeRow['automatic'] {
  if (item.kind === 'manual') return null;
  const actor = item.scope === 'group' ? null : student.actorId;
  const found = results.find((one) => one.itemId === item.id && one.actor === actor);
  if (item.scope === 'member' && actor === null) return missed('Never sat at this machine.');
  if (!found) return missed('Nothing has happened on this machine yet.');
  const { verdict, points, explanation, evidence } = found;
  return { verdict, points, explanation, evidence };
}

/** The name of a grader: `by` in a grade event is a user id. */
export type NameOf = (userId: string) => string;

function manualOf({ manual }: Cell, nameOf: NameOf): GradeRow['manual'] {
  return manual && { points: manual.points, note: manual.note, by: nameOf(manual.by), at: new Date(manual.at) };
}

export type RowsOf = { assignment: GradedAssignment; machine: GradedMachine; grades: Grades; nameOf: NameOf };

/** All the rows of one machine: its students × the rubric's items. */
export async function rowsOf(deps: GradingDeps, { assignment, machine, grades, nameOf }: RowsOf): Promise<GradeRow[]> {
  const { machineId } = machine;
  const results = await resultsOf(deps, { assignment, machine });
  return machine.students.flatMap((student) =>
    assignment.rubric.items.map((item): GradeRow => {
      const cell = cellOf(grades, { machineId, studentId: student.userId, itemId: item.id });
      const automatic = resultFor(item, student, results);
      return {
        machineId,
        machineTitle: machine.title,
        studentId: student.userId,
        studentName: student.name,
        pseudonym: pseudonymOf(assignment.id, student.userId),
        actorId: student.actorId,
        itemId: item.id,
        automatic,
        manual: manualOf(cell, nameOf),
        points: pointsOf(cell, automatic?.points ?? null),
        version: cell.version,
      };
    }),
  );
}

function resultsOf(deps: GradingDeps, { assignment, machine }: Pick<RowsOf, 'assignment' | 'machine'>) {
  const actors = machine.students.map((student) => student.actorId).filter((actor) => actor !== null);
  const { machineId, handedInAt } = machine;
  return automaticResults(deps.store, { machineId, at: handedInAt, rubric: assignment.rubric, actors });
}

export type Points = { studentId: string; points: Record<string, Hundredths | null> };

/** What counts of each student of one machine, by item id. The log is read only if a verdict counts. */
export async function machinePoints(
  deps: GradingDeps,
  { assignment, machine, grades }: Omit<RowsOf, 'nameOf'>,
): Promise<Points[]> {
  const { items } = assignment.rubric;
  const { machineId, students } = machine;
  const cellAt = (studentId: string, itemId: string) => cellOf(grades, { machineId, studentId, itemId });
  const isVerdictNeeded = students.some(({ userId }) =>
    items.some(({ id, kind }) => kind === 'automatic' && cellAt(userId, id).manual === null),
  );
  const results = isVerdictNeeded ? await resultsOf(deps, { assignment, machine }) : [];
  return students.map((student) => ({
    studentId: student.userId,
    points: Object.fromEntries(
      items.map((item) => {
        const verdict = resultFor(item, student, results);
        return [item.id, pointsOf(cellAt(student.userId, item.id), verdict?.points ?? null)];
      }),
    ),
  }));
}

/** Names of the graders, by user id. */
export async function graderNames(deps: GradingDeps, grades: Grades): Promise<NameOf> {
  const ids = new Set([...grades.cells.values()].flatMap((cell) => (cell.manual ? [cell.manual.by] : [])));
  const users = await deps.db.user.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  const names = new Map(users.map((user) => [user.id, user.name]));
  return (userId) => names.get(userId) ?? 'someone who left';
}
