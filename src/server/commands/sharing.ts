import type { Share } from '@overcommit/protocol/api';
import { newJoinCode } from '../auth/tokens.ts';
import type { SignedIn } from '../context.ts';
import type { Db } from '../db.ts';
import { audit } from './audit.ts';
import { removeSeats } from './removal.ts';

const HOUR_MS = 60 * 60 * 1000;
/** As long as a day of classes. */
const CODE_LIFE_MS = 12 * HOUR_MS;
/** With less time left than this a new code is made, so that a code on the board does not expire soon. */
const LEAST_LEFT_MS = HOUR_MS;

/** The machine's join code: the valid one, or a new one. The link leads to the same page as the typed code. */
export async function shareMachine({ services, user }: SignedIn, machineId: string): Promise<Share> {
  const now = Date.now();
  const inForce = await services.db.joinCode.findFirst({
    where: { machineId, revokedAt: null, expiresAt: { gt: new Date(now + LEAST_LEFT_MS) } },
    orderBy: { createdAt: 'desc' },
  });
  const share = inForce ?? (await newCode());
  return { code: share.code, url: `${services.config.baseUrl}/join/${share.code}`, expiresAt: share.expiresAt };

  async function newCode() {
    return services.db.$transaction(async (tx) => {
      await audit(tx, { actor: user.id, action: 'machine.share', subject: machineId });
      return tx.joinCode.create({
        data: { code: newJoinCode(), machineId, createdBy: user.id, expiresAt: new Date(now + CODE_LIFE_MS) },
      });
    });
  }
}

/** Every code of the machine stops working. People who joined keep their seats, but for guests who are sent away with it. */
export async function revokeCodes(
  { services, user }: SignedIn,
  { machineId, withGuests }: { machineId: string; withGuests: boolean },
): Promise<{ ok: true }> {
  const gone = await services.db.$transaction(async (tx) => {
    await tx.joinCode.updateMany({ where: { machineId, revokedAt: null }, data: { revokedAt: new Date() } });
    const guests = withGuests ? await tx.seat.findMany({ where: { machineId, ...GUESTS } }) : [];
    await removeSeats(tx, { machineId, actorIds: guests.map(({ actorId }) => actorId) });
    const after = { guests: guests.length };
    await audit(tx, { actor: user.id, action: 'machine.revokeCode', subject: machineId, after });
    return guests.flatMap(({ userId }) => userId ?? []);
  });
  await services.accessChanged(gone);
  return { ok: true };
}

/** Guests who are there, and those from before codes were noted. */
const GUESTS = {
  removedAt: null,
  role: 'student',
  OR: [{ joinCode: { not: null } }, { user: { isAnonymous: true } }],
} satisfies SeatFilter;

type SeatFilter = NonNullable<Parameters<Db['seat']['findMany']>[0]>['where'];
