import type { MachineSummary } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { badRequest, notNow } from '../errors.ts';
import { newId } from '../ids.ts';
import { audit } from './audit.ts';
import { IN_USE, machineSummaries } from './machines.ts';

/** Machines of one's own that may be in use at the same time. Machines of courses do not count. */
export const MOST_IN_USE = 30;

const own = (userId: string) => ({ createdBy: userId, courseId: null });

/** Refuses one machine more. @throws AppError PRECONDITION_FAILED */
export async function refuseOneMore({ services, user }: SignedIn): Promise<void> {
  const inUse = await services.db.machine.count({ where: { ...own(user.id), ...IN_USE } });
  if (inUse >= MOST_IN_USE)
    throw notNow(
      `You have ${inUse} machines of your own in use, the most there can be. Put one away on your home page.`,
    );
}

/** The caller's own machines that are put away, newest first. */
export async function machinesPutAway({ services, user }: SignedIn): Promise<MachineSummary[]> {
  return machineSummaries(services, { ...own(user.id), archivedAt: { not: null } }, () => true, user.id);
}

/** A machine that is put away can be looked at and replayed; nothing can be run on it until it is brought back. */
export async function putAway(
  ctx: SignedIn,
  { machineId, isPutAway }: { machineId: string; isPutAway: boolean },
): Promise<{ ok: true }> {
  const { services, user } = ctx;
  const machine = await ownMachine(ctx, machineId);
  if ((machine.archivedAt !== null) === isPutAway) return { ok: true };
  if (!isPutAway && machine.createdBy === user.id) await refuseOneMore(ctx);
  await services.db.$transaction(async (tx) => {
    await tx.machine.update({ where: { id: machineId }, data: { archivedAt: isPutAway ? new Date() : null } });
    const action = isPutAway ? 'machine.putAway' : 'machine.bringBack';
    await audit(tx, { actor: user.id, action, subject: machineId });
  });
  if (isPutAway) await rest(ctx, machineId);
  return { ok: true };
}

/** The work of a course is kept: also a host cannot put its machines away. */
async function ownMachine({ services }: SignedIn, machineId: string) {
  const machine = await services.db.machine.findUniqueOrThrow({ where: { id: machineId } });
  if (machine.courseId !== null) throw badRequest('This machine is part of the work of a course, and stays.');
  return machine;
}

/** Its clock stands still from now on, also while someone looks at it. */
async function rest({ services, user }: SignedIn, machineId: string): Promise<void> {
  const seat = await services.db.seat.findFirst({ where: { machineId, userId: user.id, role: 'staff' } });
  if (seat) await services.rooms.setClock(machineId, { action: 'pause', commandId: newId() }, seat.actorId);
  await services.rooms.unload(machineId);
}

/** Removes the title, seats, comments and variations. The log has no names in it, and stays: nothing is ever cut out of it. */
export async function deleteMachine(ctx: SignedIn, machineId: string): Promise<{ ok: true }> {
  const { services, user } = ctx;
  const machine = await ownMachine(ctx, machineId);
  if (machine.archivedAt === null) throw badRequest('Put the machine away first; then it can be deleted.');
  const seats = await services.db.seat.findMany({ where: { machineId }, select: { userId: true } });
  await services.db.$transaction(async (tx) => {
    await tx.machine.delete({ where: { id: machineId } });
    const { title, labSlug } = machine;
    await audit(tx, { actor: user.id, action: 'machine.delete', subject: machineId, before: { title, labSlug } });
  });
  await services.accessChanged(seats.flatMap(({ userId }) => userId ?? []));
  return { ok: true };
}
