import type { PolicyId } from '@overcommit/engine';
import type { MachineInfoShape, MachineSummary } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Services } from '../services.ts';
import type { MachineAccess } from './access.ts';
import { seatShape, takeSeat } from './seats.ts';

const MOST_LISTED = 100;
const MOST_TRIES = 50;

/** Machines where the caller has a seat, and those of the caller's groups, newest first. */
export async function myMachines({ services, user }: SignedIn): Promise<MachineSummary[]> {
  const enrolled = await services.db.enrollment.findMany({
    where: { userId: user.id },
    select: { courseId: true, groupId: true, role: true },
  });
  const groupIds = enrolled.flatMap(({ groupId }) => groupId ?? []);
  const taught = new Set(enrolled.filter(({ role }) => role !== 'student').map(({ courseId }) => courseId));
  const where = {
    OR: [
      { seats: { some: { userId: user.id } } },
      { groupId: { in: groupIds } },
      { createdBy: user.id, courseId: null },
    ],
  };
  return machineSummaries(services, where, ({ courseId, createdBy }) => {
    if (user.isHost) return true;
    return courseId === null ? createdBy === user.id : taught.has(courseId);
  });
}

type MachineFilter = NonNullable<NonNullable<Parameters<Services['db']['machine']['findMany']>[0]>['where']>;

/** `isStaffOf`: whether the reader is staff of a machine; for others its log ends where it is concealed. */
export async function machineSummaries(
  services: Services,
  where: MachineFilter,
  isStaffOf: (machine: { courseId: string | null; createdBy: string }) => boolean,
): Promise<MachineSummary[]> {
  const machines = await services.db.machine.findMany({
    where: { AND: [where, { archivedAt: null }] },
    include: {
      seats: { orderBy: { uid: 'asc' }, select: { displayName: true, initials: true, colour: true, role: true } },
    },
    orderBy: { createdAt: 'desc' },
    take: MOST_LISTED,
  });
  const streams = await services.db.stream.findMany({
    where: { id: { in: machines.map(({ id }) => id) } },
    select: { id: true, version: true },
  });
  const entries = new Map(streams.map(({ id, version }) => [id, version]));
  const endOf = (machine: (typeof machines)[number]) =>
    isStaffOf(machine) ? Number.POSITIVE_INFINITY : (machine.concealedAfterSeq ?? Number.POSITIVE_INFINITY);
  return machines.map((machine) => ({
    id: machine.id,
    title: machine.title,
    labSlug: machine.labSlug ?? '',
    policy: machine.policy as PolicyId,
    courseId: machine.courseId,
    assignmentId: machine.assignmentId,
    groupId: machine.groupId,
    createdAt: machine.createdAt,
    entries: Math.min(entries.get(machine.id) ?? 0, endOf(machine)),
    seats: machine.seats,
  }));
}

/** Everything about a machine that its log does not say. Whoever opens it has a seat from then on. */
export async function openMachine(ctx: SignedIn, access: MachineAccess): Promise<MachineInfoShape> {
  const { services, user } = ctx;
  const { machineId } = access;
  const own = await takeSeat(services, { machineId, userId: user.id, displayName: user.name, role: access.role });
  const machine = await services.db.machine.findUnique({
    where: { id: machineId },
    include: {
      seats: { orderBy: { uid: 'asc' } },
      nextMachines: { select: { id: true }, orderBy: { createdAt: 'desc' }, take: 1 },
    },
  });
  if (!machine) throw notFound('This machine does not exist any more.');
  const { header } = await services.rooms.page(machineId, 0, 1);
  return {
    id: machineId,
    title: machine.title,
    labSlug: machine.labSlug ?? '',
    policy: machine.policy as PolicyId,
    spec: header.machine.spec,
    seats: machine.seats.map((seat) => seatShape(seat, access)),
    mySeat: seatShape(own, access),
    mayManage: access.mayManage,
    membersAsk: machine.membersAsk,
    courseId: machine.courseId,
    assignmentId: machine.assignmentId,
    version: await tryNumber(services, machine.previousMachineId),
    previousMachineId: machine.previousMachineId,
    nextMachineId: machine.nextMachines[0]?.id ?? null,
  };
}

/** Which try of the same group this is: the length of the chain of machines that were started over. */
async function tryNumber(services: Services, previousMachineId: string | null): Promise<number> {
  let number = 1;
  for (let id = previousMachineId; id !== null && number < MOST_TRIES; number += 1) {
    const before = await services.db.machine.findUnique({ where: { id }, select: { previousMachineId: true } });
    id = before?.previousMachineId ?? null;
  }
  return number;
}
