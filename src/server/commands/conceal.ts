import type { SignedIn } from '../context.ts';
import { badRequest } from '../errors.ts';
import type { MachineAccess } from './access.ts';
import { audit } from './audit.ts';

/** From now on students get no entry after `afterSeq`; null = they get all again. Open screens are updated at once. */
export async function conceal(
  { services, user }: SignedIn,
  access: MachineAccess,
  afterSeq: number | null,
): Promise<void> {
  const { machineId } = access;
  const last = (await services.store.head(machineId))?.version ?? 0;
  if (afterSeq !== null && afterSeq > last) throw badRequest(`The log ends at entry ${last}.`);
  const seats = await services.db.$transaction(async (tx) => {
    const before = await tx.machine.findUniqueOrThrow({
      where: { id: machineId },
      select: { concealedAfterSeq: true, seats: { select: { userId: true } } },
    });
    await tx.machine.update({ where: { id: machineId }, data: { concealedAfterSeq: afterSeq } });
    await audit(tx, {
      actor: user.id,
      action: 'machine.conceal',
      subject: machineId,
      before: { afterSeq: before.concealedAfterSeq },
      after: { afterSeq },
    });
    return before.seats;
  });
  await services.accessChanged(seats.flatMap(({ userId }) => userId ?? []));
}
