import { createHash } from 'node:crypto';
import { type Rubric, rubricSchema } from '@overcommit/coursework';
import { addressOf } from '../addressOf.ts';
import { handedInAt } from './submissions.ts';
import type { GradedMachine, GradedStudent, GradingDeps } from './types.ts';

export type GradedAssignment = { id: string; courseId: string; title: string; rubric: Rubric; rubricVersion: string };

/** Two rubrics with the same text are the same version. */
const versionOf = (rubric: Rubric): string =>
  createHash('sha256').update(JSON.stringify(rubric)).digest('hex').slice(0, 16);

type Row = { id: string; courseId: string; title: string; rubric: unknown };

function graded(row: Row): GradedAssignment {
  const rubric = rubricSchema.parse(row.rubric);
  return { id: row.id, courseId: row.courseId, title: row.title, rubric, rubricVersion: versionOf(rubric) };
}

/** The assignment with its rubric. @throws if the stored rubric is not one. */
export async function findAssignment({ db }: GradingDeps, assignmentId: string): Promise<GradedAssignment | null> {
  const row = await db.assignment.findUnique({ where: { id: assignmentId } });
  return row ? graded(row) : null;
}

/** All assignments of a course, oldest first. */
export async function findAssignments({ db }: GradingDeps, courseId: string): Promise<GradedAssignment[]> {
  const rows = await db.assignment.findMany({ where: { courseId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return rows.map(graded);
}

const PERSON = { select: { id: true, name: true, email: true, claimsEmail: true } } as const;

/** Of which machines of an assignment: of all, of one student's groups, or of one machine's group. */
export type GradedOf = { studentId: string } | { machineId: string } | 'all';

function whichOf(assignmentId: string, of: GradedOf) {
  if (of === 'all') return {};
  if ('machineId' in of) return { OR: [{ id: of.machineId }, { group: { machines: { some: { id: of.machineId } } } }] };
  // Groups whose roster the student is on, groups at one of whose machines they sat, and machines of their own.
  const seats = { some: { userId: of.studentId } };
  return {
    OR: [
      { group: { enrollments: { some: { userId: of.studentId } } } },
      { group: { machines: { some: { assignmentId, seats } } } },
      { groupId: null, seats },
    ],
  };
}

async function candidates(deps: GradingDeps, assignmentId: string, of: GradedOf) {
  return deps.db.machine.findMany({
    where: { assignmentId, archivedAt: null, ...whichOf(assignmentId, of) },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: {
      group: { include: { enrollments: { include: { user: PERSON } } } },
      seats: { where: { role: 'student' }, orderBy: { joinedAt: 'asc' }, include: { user: PERSON } },
    },
  });
}
type Candidate = Awaited<ReturnType<typeof candidates>>[number];

/** Who is graded on a machine: all who sat there as a student, and the rest of the group. */
function studentsOf({ seats, group }: Candidate): GradedStudent[] {
  const seated = seats.flatMap(({ user, actorId, displayName }): GradedStudent[] =>
    user ? [{ userId: user.id, name: displayName, email: addressOf(user), actorId }] : [],
  );
  const absent = (group?.enrollments ?? [])
    .filter((one) => one.role === 'student' && !seated.some((seat) => seat.userId === one.userId))
    .map(({ user }): GradedStudent => ({ userId: user.id, name: user.name, email: addressOf(user), actorId: null }));
  return [...seated, ...absent].sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.userId < b.userId ? -1 : 1));
}

/** One machine a group: the one that was handed in last, else the newest. A machine without a group stands for itself. */
export async function gradedMachines(
  deps: GradingDeps,
  assignmentId: string,
  of: GradedOf = 'all',
): Promise<GradedMachine[]> {
  const chosen = new Map<string, GradedMachine>();
  const machines = await candidates(deps, assignmentId, of);
  const handedIn = await handedInAt(
    deps,
    assignmentId,
    machines.map(({ id }) => id),
  );
  for (const machine of machines) {
    const { id: machineId, title, group, groupId } = machine;
    const at = handedIn.get(machineId) ?? null;
    const before = chosen.get(groupId ?? machineId);
    if (before && before.handedInAt !== null && at === null) continue;
    const students = studentsOf(machine);
    chosen.set(groupId ?? machineId, { machineId, title, groupName: group?.name ?? '', handedInAt: at, students });
  }
  return [...chosen.values()].filter((machine) => machine.students.length > 0);
}
