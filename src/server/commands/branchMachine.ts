import type { ReplayInfo } from '@overcommit/protocol/api';
import type { SignedIn } from '../context.ts';
import { badRequest, tooMany } from '../errors.ts';
import { newId } from '../ids.ts';
import { type MachineAccess, machineAccess } from './access.ts';
import { refuseOneMore } from './ownMachines.ts';
import { takeSeat } from './seats.ts';

/**
 * A machine of the caller's own that begins as another one was at an entry. It remembers where it comes from. The
 * others are on it by name only: their processes are there, but they have no seats.
 */
export async function branchMachine(
  ctx: SignedIn,
  access: MachineAccess,
  { atSeq, title }: { atSeq: number; title?: string | undefined },
): Promise<{ machineId: string }> {
  const { services, user } = ctx;
  const { db, rooms, actionLimits } = services;
  await refuseOneMore(ctx);
  if (access.untilSeq !== null && atSeq > access.untilSeq) throw badRequest('There is no such entry.');
  const wait = actionLimits.count('startMachine', user.id);
  if (wait !== null) throw tooMany(`You started many machines just now. Try again in ${wait} seconds.`);
  const from = await db.machine.findUniqueOrThrow({
    where: { id: access.machineId },
    include: { seats: { orderBy: { uid: 'asc' } } },
  });
  const machineId = newId();
  await rooms.branch({ machineId, from: from.id, atSeq });
  const { labSlug, policy } = from;
  const own = from.seats.find(({ userId }) => userId === user.id);
  await db.machine.create({
    data: {
      id: machineId,
      title: title ?? `${from.title}, from entry ${atSeq}`,
      labSlug,
      policy,
      createdBy: user.id,
      branchedFromId: from.id,
      branchedAtSeq: atSeq,
      seats: {
        create: from.seats.map(({ machineId: _theirs, resumeTokenHash: _secret, ...seat }) =>
          seat.actorId === own?.actorId
            ? { ...seat, role: 'staff' as const }
            : { ...seat, userId: null, role: 'student' as const },
        ),
      },
    },
  });
  // The maker of a machine is its staff: with the seat they had on the other one, or with a new one.
  await takeSeat(services, { machineId, userId: user.id, displayName: user.name, role: 'staff' });
  return { machineId };
}

/** Where a machine comes from, and what of it is concealed. */
export async function replayInfo(ctx: SignedIn, { machineId }: MachineAccess): Promise<ReplayInfo> {
  const machine = await ctx.services.db.machine.findUniqueOrThrow({
    where: { id: machineId },
    select: { concealedAfterSeq: true, branchedAtSeq: true, branchedFrom: { select: { id: true, title: true } } },
  });
  const { concealedAfterSeq, branchedAtSeq, branchedFrom } = machine;
  if (!branchedFrom || branchedAtSeq === null) return { concealedAfterSeq, branchedFrom: null };
  const mayView = (await machineAccess(ctx, branchedFrom.id))?.mayView ?? false;
  const title = mayView ? branchedFrom.title : null;
  return { concealedAfterSeq, branchedFrom: { machineId: branchedFrom.id, atSeq: branchedAtSeq, title } };
}
