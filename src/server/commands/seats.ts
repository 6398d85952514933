import type { SeatShape } from '@overcommit/protocol/api';
import { forbidden } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Services } from '../services.ts';
import { initialsOf } from './people.ts';

/** The uid of the first seat. Lower ones belong to the system. */
const FIRST_UID = 1000;
const COLOURS = 8;
/** Places for people with an account, and for guests. Staff always have one: they must be able to put things right. */
const MOST_MEMBERS = 64;
const MOST_GUESTS = 40;

export type SeatRow = {
  machineId: string;
  actorId: string;
  userId: string | null;
  displayName: string;
  initials: string;
  colour: number;
  uid: number;
  role: 'student' | 'staff';
  joinCode: string | null;
  removedAt: Date | null;
};
export type SeatWish = {
  machineId: string;
  userId: string;
  displayName: string;
  role: 'student' | 'staff';
  /** The code by which a guest comes. */
  joinCode?: string;
};

/**
 * Gives a person a seat on a machine: a uid, a colour, an actor id, and an entry in the machine's log.
 * A person who has a seat gets the same one again. Names stay in this table; the log contains only the actor id.
 */
export async function takeSeat(services: Services, wish: SeatWish): Promise<SeatRow> {
  const seat = await services.db.$transaction(async (tx) => {
    // The lock on the machine's row makes people wait for each other, so that no two get the same uid.
    await tx.$queryRaw`SELECT id FROM machines WHERE id = ${wish.machineId} FOR UPDATE`;
    const taken = await tx.seat.findMany({ where: { machineId: wish.machineId }, orderBy: { uid: 'asc' } });
    const own = taken.find((one) => one.userId === wish.userId);
    if (own?.removedAt && wish.role !== 'staff') throw forbidden(REMOVED);
    if (own) return own;
    if (wish.role !== 'staff') refuseFull(taken, { isGuest: wish.joinCode !== undefined });
    const place = taken.reduce((next, one) => Math.max(next, one.uid - FIRST_UID + 1), 0);
    return tx.seat.create({
      data: {
        machineId: wish.machineId,
        actorId: newId(),
        userId: wish.userId,
        displayName: wish.displayName,
        initials: initialsOf(wish.displayName),
        colour: place % COLOURS,
        uid: FIRST_UID + place,
        role: wish.role,
        joinCode: wish.joinCode ?? null,
      },
    });
  });
  // The second half. Repeating it is harmless, so the next opening repairs a crash in between.
  await services.rooms.takeSeat(wish.machineId, { actor: seat.actorId, uid: seat.uid, role: seat.role });
  return seat;
}

export const REMOVED = 'Staff of this machine took your place away. Ask them if that was a mistake.';

/** Guests cannot take the places of those who have an account. */
function refuseFull(
  taken: readonly { role: string; joinCode: string | null; removedAt: Date | null }[],
  { isGuest }: { isGuest: boolean },
): void {
  const present = taken.filter(({ role, removedAt }) => role === 'student' && removedAt === null);
  const alike = present.filter(({ joinCode }) => (joinCode !== null) === isGuest).length;
  if (isGuest && alike >= MOST_GUESTS)
    throw forbidden(`This machine is full: ${MOST_GUESTS} guests are on it. Its staff can send some away.`);
  if (!isGuest && alike >= MOST_MEMBERS) throw forbidden(`This machine is full: ${MOST_MEMBERS} people are on it.`);
}

/** Changes a person's seats on all machines of a course to their new role: former staff are no longer root. */
export async function changeSeatRoles(
  services: Services,
  { courseId, userId, role }: { courseId: string; userId: string; role: SeatRow['role'] },
): Promise<void> {
  const seats = await services.db.seat.findMany({
    where: { userId, machine: { courseId } },
    select: { machineId: true, actorId: true, uid: true, role: true },
  });
  for (const { machineId, actorId, uid } of seats) {
    // The machine first: the row must not say more than the log, and repeating this is harmless.
    await services.rooms.takeSeat(machineId, { actor: actorId, uid, role });
    await services.db.seat.update({ where: { machineId_actorId: { machineId, actorId } }, data: { role } });
  }
}

/** A seat as others see it. Only staff see whose account it is. */
export function seatShape(seat: SeatRow, reader: { isStaff: boolean }): SeatShape {
  const { actorId, userId, displayName, initials, colour, uid, role } = seat;
  const shape: SeatShape = { actorId, displayName, initials, colour, uid, role };
  if (!reader.isStaff) return shape;
  return {
    ...shape,
    ...(userId ? { userId } : {}),
    ...(seat.joinCode ? { isGuest: true } : {}),
    ...(seat.removedAt ? { isRemoved: true } : {}),
  };
}
