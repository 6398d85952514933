import { type Rubric, rubricSchema } from '@overcommit/coursework';
import type { GradedMachine, GradedStudent, GradingDeps } from './types.ts';

export type GradedAssignment = { id: string; courseId: string; title: string; rubric: Rubric };

/** The assignment with its rubric. @throws if the stored rubric is not one. */
export async function findAssignment(deps: GradingDeps, assignmentId: string): Promise<GradedAssignment | null> {
  const row = await deps.prisma.assignment.findUnique({ where: { id: assignmentId } });
  if (!row) return null;
  return { id: row.id, courseId: row.courseId, title: row.title, rubric: rubricSchema.parse(row.rubric) };
}

const PERSON = { select: { id: true, name: true, email: true } } as const;

/** A student's: every machine of the groups whose roster they are on or at one of whose machines they sat, and their own. */
function ofStudent(assignmentId: string, userId: string) {
  const seats = { some: { userId } };
  return {
    OR: [
      { group: { enrollments: { some: { userId } } } },
      { group: { machines: { some: { assignmentId, seats } } } },
      { groupId: null, seats },
    ],
  };
}

async function candidates(deps: GradingDeps, assignmentId: string, userId?: string) {
  return deps.prisma.machine.findMany({
    where: { assignmentId, archivedAt: null, ...(userId === undefined ? {} : ofStudent(assignmentId, userId)) },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: {
      group: { include: { enrollments: { include: { user: PERSON } } } },
      seats: { where: { role: 'student' }, orderBy: { joinedAt: 'asc' }, include: { user: PERSON } },
    },
  });
}
type Candidate = Awaited<ReturnType<typeof candidates>>[number];

/** Who is graded on a machine: everybody who sat there as a student, and the rest of the group. */
function studentsOf({ seats, group }: Candidate): GradedStudent[] {
  const seated = seats.flatMap(({ user, actorId, displayName }): GradedStudent[] =>
    user ? [{ userId: user.id, name: displayName, email: user.email, actorId }] : [],
  );
  const absent = (group?.enrollments ?? [])
    .filter((one) => one.role === 'student' && !seated.some((seat) => seat.userId === one.userId))
    .map(({ user }): GradedStudent => ({ userId: user.id, name: user.name, email: user.email, actorId: null }));
  return [...seated, ...absent].sort((a, b) => a.name.localeCompare(b.name, 'en') || (a.userId < b.userId ? -1 : 1));
}

/**
 * One machine a group: the one that was handed in last, else the newest. A machine without a group stands for itself.
 * With `userId` of that student's groups only, so that a student's page does not read the whole class.
 */
export async function gradedMachines(
  deps: GradingDeps,
  assignmentId: string,
  userId?: string,
): Promise<GradedMachine[]> {
  const chosen = new Map<string, GradedMachine>();
  for (const machine of await candidates(deps, assignmentId, userId)) {
    const handedInAt = await deps.handedInAt(assignmentId, machine.id);
    const key = machine.groupId ?? machine.id;
    const before = chosen.get(key);
    if (before && before.handedInAt !== null && handedInAt === null) continue;
    const { id: machineId, title, group } = machine;
    chosen.set(key, { machineId, title, groupName: group?.name ?? '', handedInAt, students: studentsOf(machine) });
  }
  return [...chosen.values()].filter((machine) => machine.students.length > 0);
}
