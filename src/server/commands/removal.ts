import type { SignedIn } from '../context.ts';
import type { Tx } from '../db.ts';
import { badRequest, notFound } from '../errors.ts';
import { audit } from './audit.ts';

type Change = { machineId: string; actorId: string; isRemoved: boolean };

/**
 * Takes a person's place on a machine away, or gives it back. What they did stays in the log under their name. A guest can
 * come again as somebody else, so the code by which a removed guest came stops working.
 */
export async function setRemoved(ctx: SignedIn, { machineId, actorId, isRemoved }: Change): Promise<{ ok: true }> {
  const { services, user } = ctx;
  const seat = await services.db.seat.findUnique({ where: { machineId_actorId: { machineId, actorId } } });
  if (!seat?.userId) throw notFound('No person has this seat.');
  if (seat.role === 'staff' || seat.userId === user.id) throw badRequest('Staff keep their place.');
  await services.db.$transaction(async (tx) => {
    if (isRemoved) await removeSeats(tx, { machineId, actorIds: [actorId] });
    else await tx.seat.updateMany({ where: { machineId, actorId }, data: { removedAt: null } });
    if (isRemoved && seat.joinCode !== null)
      await tx.joinCode.updateMany({
        where: { code: seat.joinCode, revokedAt: null },
        data: { revokedAt: new Date() },
      });
    const action = isRemoved ? 'machine.remove' : 'machine.readmit';
    await audit(tx, { actor: user.id, action, subject: machineId, after: { actorId } });
  });
  await services.accessChanged([seat.userId]);
  return { ok: true };
}

/** The places go, with the links that lead to them. */
export async function removeSeats(
  tx: Tx,
  { machineId, actorIds }: { machineId: string; actorIds: string[] },
): Promise<void> {
  await tx.seat.updateMany({
    where: { machineId, actorId: { in: actorIds } },
    data: { removedAt: new Date(), resumeTokenHash: null },
  });
}
