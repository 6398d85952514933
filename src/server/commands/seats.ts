import type { SeatShape } from '@overcommit/protocol/api';
import { forbidden } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Services } from '../services.ts';
import { initialsOf } from './people.ts';

/** The first student's; below it are the system's own. */
const FIRST_UID = 1000;
const COLOURS = 8;
const MOST_SEATS = 64;

export type SeatRow = {
  machineId: string;
  actorId: string;
  userId: string | null;
  displayName: string;
  initials: string;
  colour: number;
  uid: number;
  role: 'student' | 'staff';
};
export type SeatWish = { machineId: string; userId: string; displayName: string; role: 'student' | 'staff' };

/**
 * Gives a person a place on a machine: a uid, a colour, an actor id, and the machine's own entry about it.
 * Somebody who has one gets the same again. The names stay in this table; the log learns only the actor id.
 */
export async function takeSeat(services: Services, wish: SeatWish): Promise<SeatRow> {
  const seat = await services.db.$transaction(async (tx) => {
    // Two people at the same moment must not get one uid: the machine's row is the queue.
    await tx.$queryRaw`SELECT id FROM machines WHERE id = ${wish.machineId} FOR UPDATE`;
    const taken = await tx.seat.findMany({ where: { machineId: wish.machineId }, orderBy: { uid: 'asc' } });
    const own = taken.find((one) => one.userId === wish.userId);
    if (own) return own;
    if (taken.length >= MOST_SEATS) throw forbidden(`This machine is full: ${MOST_SEATS} people are on it.`);
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
      },
    });
  });
  // The second half of the same act: harmless to repeat, so a crash in between is mended at the next opening.
  await services.rooms.takeSeat(wish.machineId, { actor: seat.actorId, uid: seat.uid, role: seat.role });
  return seat;
}

/** A person's seats on all machines of a course follow their role there: who is no longer staff is no longer root. */
export async function changeSeatRoles(
  services: Services,
  { courseId, userId, role }: { courseId: string; userId: string; role: SeatRow['role'] },
): Promise<void> {
  const seats = await services.db.seat.findMany({
    where: { userId, machine: { courseId } },
    select: { machineId: true, actorId: true, uid: true, role: true },
  });
  for (const { machineId, actorId, uid } of seats) {
    // The machine first: a row says at the most what its machine has heard, and doing it again is harmless.
    await services.rooms.takeSeat(machineId, { actor: actorId, uid, role });
    await services.db.seat.update({ where: { machineId_actorId: { machineId, actorId } }, data: { role } });
  }
}

/** A seat as others see it; whose account it is, only staff are told. */
export function seatShape(seat: SeatRow, reader: { isStaff: boolean }): SeatShape {
  const { actorId, userId, displayName, initials, colour, uid, role } = seat;
  const shape: SeatShape = { actorId, displayName, initials, colour, uid, role };
  return reader.isStaff && userId ? { ...shape, userId } : shape;
}
