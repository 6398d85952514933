import { createHash } from 'node:crypto';
import { type Cell, figureOf, type Grades, newestCell, type RubricItem } from '@overcommit/coursework';
import type { GradeRow, RubricItemShape } from '@overcommit/protocol/api';
import type { GradedAssignment } from './graded.ts';
import { liveStudents } from './live.ts';
import type { GradedMachine, GradedStudent, GradedTeam, GradingDeps } from './types.ts';

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

/** The name of a grader: `by` in a grade event is a user id. */
export type NameOf = (userId: string) => string;

function manualOf({ manual }: Cell, nameOf: NameOf): GradeRow['manual'] {
  return manual && { points: manual.points, note: manual.note, by: nameOf(manual.by), at: new Date(manual.at) };
}

export type RowsOf = { assignment: GradedAssignment; machine: GradedMachine; grades: Grades; nameOf: NameOf };

/** The machine alone, as a team's work. */
async function teamOfMachine({ store }: GradingDeps, machine: GradedMachine): Promise<GradedTeam> {
  const { machineId, groupName: name, handedInAt, students } = machine;
  const seq = handedInAt ?? (await store.head(machineId))?.version ?? 0;
  const members = students.map(({ actorId, ...student }) => {
    return { ...student, actorIds: actorId === null ? {} : { [machineId]: actorId } };
  });
  const work = { parts: [{ machineId, seq }], seal: null, answers: [], lateMinutes: 0, latePercents: {} };
  return { teamId: machineId, name, members, ...work };
}

/** Who gets the points of an item: all members of a group item, or the one student. */
export function gradedWith(item: RubricItem, machine: GradedMachine, studentId: string): string[] {
  return item.scope === 'group' ? machine.students.map(({ userId }) => userId) : [studentId];
}

/** All the rows of one machine: its students × the rubric's items. */
export async function rowsOf(deps: GradingDeps, { assignment, machine, grades, nameOf }: RowsOf): Promise<GradeRow[]> {
  const { rubric } = assignment;
  const team = await teamOfMachine(deps, machine);
  const live = new Map(liveStudents(team, rubric, await deps.verdicts.of(team, rubric)));
  const rowsOfStudent = (student: GradedStudent): GradeRow[] => {
    const { items } = figureOf(grades, { studentId: student.userId, rubric, live: live.get(student.userId) ?? null });
    return items.flatMap((figure, index) => {
      const item = rubric.items[index];
      if (!item) return [];
      const { itemId, cell, automatic, points } = figure;
      return {
        machineId: machine.machineId,
        machineTitle: machine.title,
        studentId: student.userId,
        studentName: student.name,
        pseudonym: pseudonymOf(assignment.id, student.userId),
        actorId: student.actorId,
        itemId,
        automatic: automatic && { ...automatic, verdict: automatic.verdict ?? 'earned' },
        manual: manualOf(cell, nameOf),
        points,
        version: newestCell(grades, { studentIds: gradedWith(item, machine, student.userId), itemId }).version,
      };
    });
  };
  return machine.students.flatMap(rowsOfStudent);
}

/** Names of the graders, by user id. */
export async function graderNames(deps: GradingDeps, grades: Grades): Promise<NameOf> {
  const ids = new Set([...grades.cells.values()].flatMap((cell) => (cell.manual ? [cell.manual.by] : [])));
  const users = await deps.db.user.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true } });
  const names = new Map(users.map((user) => [user.id, user.name]));
  return (userId) => names.get(userId) ?? 'someone who left';
}
