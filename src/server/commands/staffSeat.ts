import type { SignedIn } from '../context.ts';
import type { MachineAccess } from './access.ts';
import { takeSeat } from './seats.ts';

/**
 * The actor of a member of staff on a machine, who is root there. A person without a seat gets one; a seat from before
 * they were staff is changed. So every entry has its actor. Call it only for people who may manage the machine.
 */
export async function staffActor({ services, user }: SignedIn, { machineId, seat }: MachineAccess): Promise<string> {
  const own = seat ?? (await takeSeat(services, { machineId, userId: user.id, displayName: user.name, role: 'staff' }));
  const { actorId, uid, role } = own;
  if (role === 'staff') return actorId;
  // The machine first, as in `changeSeatRoles`.
  await services.rooms.takeSeat(machineId, { actor: actorId, uid, role: 'staff' });
  await services.db.seat.update({ where: { machineId_actorId: { machineId, actorId } }, data: { role: 'staff' } });
  return actorId;
}
