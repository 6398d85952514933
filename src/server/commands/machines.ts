import type { PolicyId } from '@overcommit/engine';
import type { MachineInfoShape, MachineSummary } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { notFound } from '../errors.ts';
import type { Services } from '../services.ts';
import type { MachineAccess } from './access.ts';
import { seatShape, takeSeat } from './seats.ts';

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
    // A student does not see a machine before its assignment opens.
    AND: [{ OR: [isOpenNow(), { courseId: { in: [...taught] } }] }],
    OR: [
      { seats: { some: { userId: user.id, removedAt: null } } },
      { groupId: { in: groupIds } },
      { createdBy: user.id, courseId: null },
    ],
  };
  return machineSummaries(
    services,
    { ...where, ...IN_USE },
    ({ courseId, createdBy }) => {
      if (user.isHost) return true;
      return courseId === null ? createdBy === user.id : taught.has(courseId);
    },
    user.id,
  );
}

/** Machines of assignments that are open, and all that belong to none. */
export function isOpenNow() {
  return {
    OR: [{ assignmentId: null }, { assignment: { OR: [{ opensAt: null }, { opensAt: { lte: new Date() } }] } }],
  };
}

/** Machines that are not put away. */
export const IN_USE = { archivedAt: null };

type MachineFilter = NonNullable<NonNullable<Parameters<Services['db']['machine']['findMany']>[0]>['where']>;

/** `isStaffOf`: whether the reader is staff of a machine; for others its log ends where it is concealed. */
export async function machineSummaries(
  services: Services,
  where: MachineFilter,
  isStaffOf: (machine: { courseId: string | null; createdBy: string }) => boolean,
  readerId: string | null = null,
): Promise<MachineSummary[]> {
  const machines = await services.db.machine.findMany({
    where,
    include: {
      seats: {
        where: { removedAt: null },
        orderBy: { uid: 'asc' },
        select: { displayName: true, initials: true, colour: true, role: true },
      },
    },
    orderBy: { createdAt: 'desc' },
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
    isOwn: machine.courseId === null && machine.createdBy === readerId,
    entries: Math.min(entries.get(machine.id) ?? 0, endOf(machine)),
    seats: machine.seats,
  }));
}

/** Gives the caller a seat, and takes up what a stopped server left undone on the machine. */
export async function openMachine(ctx: SignedIn, access: MachineAccess): Promise<MachineInfoShape> {
  const { services, user } = ctx;
  const { machineId, role } = access;
  await takeSeat(services, { machineId, userId: user.id, displayName: user.name, role });
  services.lab.check(machineId);
  return machineInfo(ctx, access);
}

/** Everything about a machine that its log does not say. `mySeat` is null for a caller who has not opened it. */
export async function machineInfo(ctx: SignedIn, access: MachineAccess): Promise<MachineInfoShape> {
  const { services, user } = ctx;
  const { machineId } = access;
  const machine = await services.db.machine.findUnique({
    where: { id: machineId },
    include: {
      seats: { orderBy: { uid: 'asc' } },
      nextMachines: { select: { id: true }, orderBy: { createdAt: 'desc' }, take: 1 },
    },
  });
  if (!machine) throw notFound('This machine does not exist any more.');
  const header = await services.rooms.header(machineId);
  const own = machine.seats.find(({ userId }) => userId === user.id);
  return {
    id: machineId,
    title: machine.title,
    labSlug: machine.labSlug ?? '',
    policy: machine.policy as PolicyId,
    spec: header.machine.spec,
    seats: machine.seats.map((seat) => seatShape(seat, access)),
    mySeat: own ? seatShape(own, access) : null,
    mayManage: access.mayManage,
    membersAsk: machine.membersAsk,
    courseId: machine.courseId,
    assignmentId: machine.assignmentId,
    version: await tryNumber(services, machineId),
    previousMachineId: machine.previousMachineId,
    nextMachineId: machine.nextMachines[0]?.id ?? null,
  };
}

/** Which try of the same group this is, from 1: the length of the chain of machines that were started again. */
async function tryNumber({ db }: Services, machineId: string): Promise<number> {
  const [last] = await db.$queryRaw<{ tries: number }[]>`
    WITH RECURSIVE chain AS (
      SELECT previous_machine_id, 1 AS tries FROM machines WHERE id = ${machineId}
      UNION ALL
      SELECT m.previous_machine_id, c.tries + 1 FROM chain c JOIN machines m ON m.id = c.previous_machine_id
      WHERE c.tries < ${MOST_TRIES}
    ) SELECT max(tries)::int AS tries FROM chain`;
  return last?.tries ?? 1;
}
