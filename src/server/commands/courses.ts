import type { CourseDetail, CourseRole, CourseSummary, RosterRow } from '@overcommit/protocol/api';
import { addressOf } from '../addressOf.ts';
import type { SignedIn } from '../context.ts';
import { badRequest } from '../errors.ts';
import { newId } from '../ids.ts';
import type { CourseAccess } from './access.ts';
import { standingOf } from './addresses.ts';
import { latestMachineOf } from './assignments.ts';
import { audit } from './audit.ts';
import { IN_USE, isOpenNow, machineSummaries } from './machines.ts';
import { changeSeatRoles } from './seats.ts';

/** The caller's courses, archived ones or the others; the host sees all of them. Newest first. */
export async function myCourses(
  { services, user }: SignedIn,
  { isArchived }: { isArchived: boolean },
): Promise<CourseSummary[]> {
  const courses = await services.db.course.findMany({
    where: {
      archivedAt: isArchived ? { not: null } : null,
      ...(user.isHost ? {} : { enrollments: { some: { userId: user.id } } }),
    },
    include: {
      enrollments: { where: { userId: user.id }, select: { role: true } },
      _count: { select: { assignments: true, enrollments: true } },
    },
    orderBy: isArchived ? { archivedAt: 'desc' } : { createdAt: 'desc' },
  });
  return courses.map(({ id, name, enrollments, _count }) => ({
    id,
    title: name,
    myRole: user.isHost ? 'instructor' : (enrollments[0]?.role ?? 'student'),
    assignments: _count.assignments,
    members: _count.enrollments,
  }));
}

const isOpen = (opensAt: Date | null): boolean => opensAt === null || opensAt <= new Date();

/** A course as its reader may see it: addresses and accounts only for staff, machines of other groups too. */
export async function courseDetail(ctx: SignedIn, access: CourseAccess): Promise<CourseDetail> {
  const { services, user } = ctx;
  const { courseId, isStaff, groupId } = access;
  const course = await services.db.course.findUniqueOrThrow({
    where: { id: courseId },
    include: {
      enrollments: {
        include: { user: { include: { accounts: { select: { id: true } }, oneTimeLinks: true } } },
        orderBy: { user: { name: 'asc' } },
      },
      groups: { orderBy: { name: 'asc' } },
      assignments: { orderBy: { createdAt: 'asc' } },
    },
  });
  const staffIds = new Set(course.enrollments.flatMap(({ role, userId }) => (role === 'student' ? [] : [userId])));
  const roster = course.enrollments.map(
    (row): RosterRow => ({
      enrollmentId: row.id,
      name: row.user.name,
      role: row.role,
      groupId: row.groupId,
      section: isStaff ? row.section : null,
      isMe: row.userId === user.id,
      userId: isStaff ? row.userId : null,
      email: isStaff ? addressOf(row.user) : null,
      standing: isStaff ? standingOf(row.user, staffIds) : null,
    }),
  );
  const assignments = await Promise.all(
    course.assignments.map(async ({ id, title, labSlug, opensAt, dueAt, timeZone }) => ({
      id,
      title,
      labSlug,
      opensAt,
      dueAt,
      timeZone,
      myMachineId: isStaff || isOpen(opensAt) ? await latestMachineOf(services, { assignmentId: id, groupId }) : null,
    })),
  );
  return {
    id: course.id,
    title: course.name,
    isArchived: course.archivedAt !== null,
    myRole: access.role,
    roster,
    groups: course.groups.map(({ id, name }) => ({
      id,
      name,
      enrollmentIds: course.enrollments.filter((row) => row.groupId === id).map((row) => row.id),
    })),
    assignments,
    machines: await machineSummaries(
      services,
      { courseId, ...IN_USE, ...(isStaff ? {} : { groupId: groupId ?? 'none', ...isOpenNow() }) },
      () => isStaff,
    ),
  };
}

/** The maker of a course is its instructor. */
export async function createCourse(
  { services, user }: SignedIn,
  { title }: { title: string },
): Promise<{ courseId: string }> {
  const courseId = newId();
  await services.db.$transaction(async (tx) => {
    await tx.course.create({
      data: {
        id: courseId,
        name: title,
        enrollments: { create: { id: newId(), userId: user.id, role: 'instructor' } },
      },
    });
    await audit(tx, { actor: user.id, action: 'course.create', subject: courseId, after: { name: title } });
  });
  return { courseId };
}

type NewGroup = { courseId: string; name: string; enrollmentIds: string[] };

/** A group, or an existing one by its name, with these people moved into it. */
export async function createGroup(
  { services, user }: SignedIn,
  { courseId, name, enrollmentIds }: NewGroup,
): Promise<{ groupId: string }> {
  return services.db.$transaction(async (tx) => {
    const group = await tx.group.upsert({
      where: { courseId_name: { courseId, name } },
      create: { id: newId(), courseId, name },
      update: {},
    });
    const { count } = await tx.enrollment.updateMany({
      where: { id: { in: enrollmentIds }, courseId },
      data: { groupId: group.id },
    });
    if (count !== new Set(enrollmentIds).size)
      throw badRequest('Someone in this list is not in the course. Nothing was changed.');
    await audit(tx, { actor: user.id, action: 'group.set', subject: group.id, after: { name, enrollmentIds } });
    return { groupId: group.id };
  });
}

type NewRole = { courseId: string; enrollmentId: string; role: CourseRole };

/** Makes a member of the course an assistant, an instructor or a student. A course keeps at least one instructor. */
export async function setRole(
  { services, user }: SignedIn,
  { courseId, enrollmentId, role }: NewRole,
): Promise<{ ok: true }> {
  const userId = await services.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM courses WHERE id = ${courseId} FOR UPDATE`;
    const before = await tx.enrollment.findFirst({ where: { id: enrollmentId, courseId } });
    if (!before) throw badRequest('This person is not in the course.');
    await tx.enrollment.update({ where: { id: enrollmentId }, data: { role } });
    const instructors = await tx.enrollment.count({ where: { courseId, role: 'instructor' } });
    if (instructors === 0) throw badRequest('A course needs an instructor. Make someone else one first.');
    await audit(tx, {
      actor: user.id,
      action: 'course.setRole',
      subject: enrollmentId,
      before: { role: before.role },
      after: { role },
    });
    return before.userId;
  });
  await changeSeatRoles(services, { courseId, userId, role: role === 'student' ? 'student' : 'staff' });
  await services.accessChanged([userId]);
  return { ok: true };
}
