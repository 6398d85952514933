import { randomGroups } from '@overcommit/coursework';
import type { SignedIn } from '../context.ts';
import type { Tx } from '../db.ts';
import { badRequest } from '../errors.ts';
import { newId } from '../ids.ts';
import { audit } from './audit.ts';
import { importPerson } from './roster.ts';

type Added = { courseId: string; name: string; email: string; group: string };

/** One person more. Who is in the course already is moved to the group; staff are left alone. */
export async function addMember(
  ctx: SignedIn,
  { courseId, name, email, group }: Added,
): Promise<{ invitation: { name: string; email: string; url: string } | null }> {
  return ctx.services.db.$transaction(async (tx) => {
    const person = { line: 1, name, email: email.toLowerCase(), group };
    const { userId, invitation } = await importPerson(tx, { ctx, courseId, person });
    await audit(tx, { actor: ctx.user.id, action: 'roster.add', subject: courseId, after: { userId, group } });
    return { invitation: invitation && { name: invitation.name, email: invitation.email, url: invitation.url } };
  });
}

async function studentOf(tx: Tx, { courseId, enrollmentId }: { courseId: string; enrollmentId: string }) {
  const found = await tx.enrollment.findFirst({ where: { id: enrollmentId, courseId } });
  if (!found) throw badRequest('This person is not in the course.');
  if (found.role !== 'student')
    throw badRequest('Staff are in no group and cannot be removed: make them a student first.');
  return found;
}

type Move = { courseId: string; enrollmentId: string; groupId: string | null };

/** Into another group, or into none. Grades and work that was handed in stay with the group where they were earned. */
export async function moveMember({ services, user }: SignedIn, move: Move): Promise<{ ok: true }> {
  const { courseId, enrollmentId, groupId } = move;
  const userId = await services.db.$transaction(async (tx) => {
    const before = await studentOf(tx, move);
    if (groupId !== null && !(await tx.group.findFirst({ where: { id: groupId, courseId } })))
      throw badRequest('This course has no such group.');
    await tx.enrollment.update({ where: { id: enrollmentId }, data: { groupId } });
    await audit(tx, {
      ...{ actor: user.id, action: 'roster.move', subject: enrollmentId },
      ...{ before: { groupId: before.groupId }, after: { groupId } },
    });
    return before.userId;
  });
  await services.accessChanged([userId]);
  return { ok: true };
}

/** Out of the course, and off its machines. What they did stays in the logs, and their grades with the course. */
export async function removeMember(
  { services, user }: SignedIn,
  of: { courseId: string; enrollmentId: string },
): Promise<{ ok: true }> {
  const { courseId, enrollmentId } = of;
  const userId = await services.db.$transaction(async (tx) => {
    const before = await studentOf(tx, of);
    await tx.enrollment.delete({ where: { id: enrollmentId } });
    await tx.seat.updateMany({
      where: { userId: before.userId, machine: { courseId }, removedAt: null },
      data: { removedAt: new Date() },
    });
    const { userId: removed, groupId } = before;
    await audit(tx, {
      actor: user.id,
      action: 'roster.remove',
      subject: courseId,
      before: { userId: removed, groupId },
    });
    return removed;
  });
  await services.accessChanged([userId]);
  return { ok: true };
}

type Random = { courseId: string; size: number; seed: number; isForAll: boolean };

/** Students into new groups at random: those without one, or all. The same seed gives the same groups. */
export async function makeRandomGroups(
  { services, user }: SignedIn,
  { courseId, size, seed, isForAll }: Random,
): Promise<{ groups: number; people: number }> {
  const made = await services.db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT id FROM courses WHERE id = ${courseId} FOR UPDATE`;
      const where = { courseId, role: 'student' as const, ...(isForAll ? {} : { groupId: null }) };
      const students = await tx.enrollment.findMany({ where, select: { id: true, userId: true } });
      if (students.length === 0) throw badRequest('There is no student to put into a group.');
      const names = await freeNames(tx, courseId);
      const byUser = new Map(students.map(({ id, userId }) => [userId, id]));
      const groups = randomGroups([...byUser.keys()], { size, seed });
      for (const members of groups) {
        const { id } = await tx.group.create({ data: { id: newId(), courseId, name: names() } });
        const ids = members.map((userId) => byUser.get(userId) ?? '');
        await tx.enrollment.updateMany({ where: { id: { in: ids } }, data: { groupId: id } });
      }
      const after = { size, seed, groups: groups.length };
      await audit(tx, { actor: user.id, action: 'group.random', subject: courseId, after });
      return { groups: groups.length, people: students.map(({ userId }) => userId) };
    },
    { timeout: 60_000 },
  );
  await services.accessChanged(made.people);
  return { groups: made.groups, people: made.people.length };
}

/** “Group 1”, “Group 2”, … without those that the course has. */
async function freeNames(tx: Tx, courseId: string): Promise<() => string> {
  const taken = new Set(
    (await tx.group.findMany({ where: { courseId }, select: { name: true } })).map(({ name }) => name),
  );
  let n = 0;
  return () => {
    do n += 1;
    while (taken.has(`Group ${n}`));
    return `Group ${n}`;
  };
}
