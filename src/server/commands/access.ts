import type { CourseRole } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';

/** What the caller may do in a course; the host acts as an instructor everywhere. */
export type CourseAccess = {
  courseId: string;
  role: CourseRole;
  groupId: string | null;
  isStaff: boolean;
  /** It can be read, not changed. */
  isArchived: boolean;
};

export async function courseAccess(ctx: SignedIn, courseId: string): Promise<CourseAccess | null> {
  const course = await ctx.services.db.course.findUnique({
    where: { id: courseId },
    select: {
      archivedAt: true,
      enrollments: { where: { userId: ctx.user.id }, select: { role: true, groupId: true } },
    },
  });
  if (!course) return null;
  const own = course.enrollments[0];
  const role = ctx.user.isHost ? 'instructor' : own?.role;
  if (!role) return null;
  const isArchived = course.archivedAt !== null;
  return { courseId, role, groupId: own?.groupId ?? null, isStaff: role !== 'student', isArchived };
}

export async function isTeacher({ services, user }: SignedIn): Promise<boolean> {
  if (user.isHost) return true;
  return (await services.db.enrollment.count({ where: { userId: user.id, role: 'instructor' } })) > 0;
}

export async function assignmentAccess(ctx: SignedIn, assignmentId: string): Promise<CourseAccess | null> {
  const assignment = await ctx.services.db.assignment.findUnique({
    where: { id: assignmentId },
    select: { courseId: true },
  });
  return assignment ? courseAccess(ctx, assignment.courseId) : null;
}

/** What the caller may do on a machine, and the seat they have there. */
export type MachineAccess = {
  machineId: string;
  seat: { machineId: string; actorId: string; role: 'student' | 'staff'; uid: number } | null;
  /** The role of a new seat. */
  role: 'student' | 'staff';
  isStaff: boolean;
  mayView: boolean;
  mayManage: boolean;
  /** Made it for themselves, or is a host: may put it away and delete it. */
  isOwner: boolean;
  /** Put away: nothing is run on it. */
  isPutAway: boolean;
  /** The last entry that the caller may see; null = all. */
  untilSeq: number | null;
};

export async function machineAccess(ctx: SignedIn, machineId: string): Promise<MachineAccess | null> {
  const machine = await ctx.services.db.machine.findUnique({
    where: { id: machineId },
    select: {
      courseId: true,
      groupId: true,
      createdBy: true,
      archivedAt: true,
      concealedAfterSeq: true,
      seats: {
        where: { userId: ctx.user.id },
        select: { machineId: true, actorId: true, role: true, uid: true, removedAt: true },
      },
      assignment: { select: { opensAt: true } },
    },
  });
  if (!machine) return null;
  const course = machine.courseId ? await courseAccess(ctx, machine.courseId) : null;
  const isOwner = machine.courseId === null && machine.createdBy === ctx.user.id;
  const isStaff = ctx.user.isHost || isOwner || (course?.isStaff ?? false);
  const isInGroup = machine.groupId !== null && course?.groupId === machine.groupId;
  const own = machine.seats[0] ?? null;
  const isRemoved = own?.removedAt != null && !isStaff;
  const seat = isRemoved ? null : own;
  const isOpen = isStaff || (machine.assignment?.opensAt?.getTime() ?? 0) <= Date.now();
  return {
    machineId,
    seat,
    role: isStaff ? 'staff' : 'student',
    isStaff,
    // Before its assignment opens a machine is closed to students.
    mayView: isStaff || (isOpen && ((isInGroup && !isRemoved) || seat !== null)),
    mayManage: isStaff,
    isOwner: ctx.user.isHost || isOwner,
    isPutAway: machine.archivedAt !== null || (course?.isArchived ?? false),
    untilSeq: isStaff ? null : machine.concealedAfterSeq,
  };
}
