import { randomUUID } from 'node:crypto';
import { makeGroupMachines } from '../../src/server/commands/groupWork.ts';
import { hashPassword, setPassword } from '../../src/server/commands/passwords.ts';
import { takeSeat } from '../../src/server/commands/seats.ts';
import { createMachine, specOf } from '../../src/server/commands/startMachine.ts';
import type { SignedIn, Viewer } from '../../src/server/context.ts';
import type { Services } from '../../src/server/services.ts';
import { LAB } from './server.ts';

export const PASSWORD = 'correct horse battery';

export type Person = Viewer;

let hashed: Promise<string> | null = null;

/** Hashing is slow on purpose; forty people with one password share one hash. */
function hashOfPassword(services: Services): Promise<string> {
  hashed ??= hashPassword(services, PASSWORD);
  return hashed;
}

/** An account, with the password above if it is to log in over HTTP. */
export async function makePerson(
  services: Services,
  {
    name,
    role = 'user',
    isGuest = false,
    hasPassword = false,
  }: { name: string; role?: string; isGuest?: boolean; hasPassword?: boolean },
): Promise<Person> {
  const id = randomUUID();
  const email = `${name.toLowerCase().replace(/\W+/g, '-')}-${id.slice(0, 8)}@example.org`;
  await services.db.user.create({ data: { id, name, email, role, isAnonymous: isGuest } });
  if (hasPassword) {
    const hash = await hashOfPassword(services);
    await services.db.$transaction((tx) => setPassword(tx, { userId: id, hash }));
  }
  return { id, name, email, isGuest, isHost: role === 'host', sessionId: 'test' };
}

export function contextOf(services: Services, user: Person): SignedIn {
  return { services, user, address: '127.0.0.1', requestHeaders: new Headers(), responseHeaders: null };
}

/** What an assignment of these tests is set to. */
export const ASSIGNMENT = {
  title: 'The database dies',
  timeZone: 'UTC',
  opensAt: null,
  dueAt: null,
  closesAt: null,
  lateRule: null,
  attempts: null,
  regradeDays: null,
  policy: null,
  settings: {},
  memKb: null,
  swapKb: null,
  seedRule: 'lab' as const,
};

/** A course with a group of `members`, an assignment on the lab, and the group's machine. */
export async function makeCourse(
  services: Services,
  {
    staff,
    members,
    others = [],
  }: { staff: [Person, 'instructor' | 'assistant'][]; members: Person[]; others?: Person[] },
) {
  const { db } = services;
  const courseId = randomUUID();
  const [groupId, otherGroupId, assignmentId] = [randomUUID(), randomUUID(), randomUUID()];
  await db.course.create({ data: { id: courseId, name: 'A course' } });
  await db.group.createMany({
    data: [
      { id: groupId, courseId, name: 'Ours' },
      { id: otherGroupId, courseId, name: 'Theirs' },
    ],
  });
  await db.enrollment.createMany({
    data: [
      ...staff.map(([person, role]) => ({ id: randomUUID(), courseId, userId: person.id, role })),
      ...members.map((person) => ({
        id: randomUUID(),
        courseId,
        userId: person.id,
        role: 'student' as const,
        groupId,
      })),
      ...others.map((person) => ({
        id: randomUUID(),
        courseId,
        userId: person.id,
        role: 'student' as const,
        groupId: otherGroupId,
      })),
    ],
  });
  await db.assignment.create({
    data: { id: assignmentId, courseId, title: LAB.title, labSlug: LAB.slug, rubric: LAB.rubric },
  });
  const createdBy = staff[0]?.[0].id ?? 'nobody';
  const { machineIds } = await makeGroupMachines(services, { assignmentId, createdBy });
  const [machineId = '', otherMachineId = ''] = machineIds;
  return { courseId, groupId, otherGroupId, assignmentId, machineId, otherMachineId };
}

/** A machine outside any course. */
export async function makeMachine(services: Services, owner: Person): Promise<string> {
  const { machineId } = await createMachine(services, {
    title: LAB.title,
    lab: LAB,
    spec: specOf(LAB, {}),
    createdBy: owner.id,
  });
  return machineId;
}

export async function seatPerson(services: Services, machineId: string, person: Person): Promise<void> {
  await takeSeat(services, { machineId, userId: person.id, displayName: person.name, role: 'student' });
}
